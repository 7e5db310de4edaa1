import CLibc
import Unix

/// The pipe on which a service announces that it is ready: s6's `notification-fd`.
struct Announcement: ~Copyable {
  private let pipe: Pipe
  private let number: Int32

  /// `nil` without a descriptor number, or when there is no pipe to be had: the service then never becomes ready.
  init?(_ number: Int32?, _ reporter: Reporter) {
    guard let number else { return nil }
    do throws(Errno) {
      pipe = try Pipe()
    } catch {
      reporter.warn("unable to create pipe for notification-fd", nil, error)
      return nil
    }
    try? pipe.readEnd.setNonBlocking(true)  // ours alone: the service may expect a descriptor that blocks
    self.number = number
  }

  /// The child's end and the number under which it gets it.
  var inChild: (descriptor: Int32, number: Int32) { (pipe.writeEnd.rawValue, number) }

  /// Our end, once the child has its own.
  consuming func intoReadEnd() -> FileDescriptor { pipe.intoReadEnd() }
}
