import CLibc
import Console
import Unix

/// The pipe on which a service announces that it is ready: s6's `notification-fd`.
struct Announcement: ~Copyable {
  private let pipe: Pipe
  private let number: Int32

  /// `nil` without a descriptor number.
  init?(_ number: Int32?) throws(Failure) {
    guard let number else { return nil }
    pipe = try explain("unable to create pipe for notification-fd", nil, Pipe())
    try? pipe.readEnd.setNonBlocking(true)  // ours alone: the service may expect a descriptor that blocks
    self.number = number
  }

  /// The child's end and the number under which it gets it.
  var inChild: (descriptor: Int32, number: Int32) { (pipe.writeEnd.rawValue, number) }

  /// Our end, once the child has its own.
  consuming func intoReadEnd() -> FileDescriptor { pipe.intoReadEnd() }
}
