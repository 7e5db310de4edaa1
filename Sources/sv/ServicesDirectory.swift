import CLibc
import Unix

/// The directory of all services, `$SVDIR`.
struct ServicesDirectory: ~Copyable {
  let path: CString
  private let descriptor: FileDescriptor
  /// Why it can't be opened: the problem of those services that are looked for in it.
  private let problem: Errno?

  @inline(never)
  init(_ path: CString) {
    self.path = path
    do throws(Errno) {
      descriptor = try FileDescriptor.open(path, O_PATH | O_DIRECTORY)
      problem = nil
    } catch {
      descriptor = FileDescriptor(owning: -1)
      problem = error
    }
  }

  func find() throws(ServiceProblem) {
    if let problem { throw .noDirectory(problem) }
  }

  var reference: BaseDirectory { BaseDirectory(descriptor) }
}
