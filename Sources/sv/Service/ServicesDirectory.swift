import CLibc
import Unix

/// The directory of all services, `$SVDIR`, which is opened when the first of them is looked for in it.
struct ServicesDirectory: ~Copyable {
  let path: CString
  private var descriptor: FileDescriptor?

  init(_ path: CString) { self.path = path }

  /// What to look for a service in; throws the problem of those that are looked for where that can't be opened.
  @inline(never)
  mutating func find() throws(ServiceProblem) -> BaseDirectory {
    if let directory = descriptor.take() { return keep(directory) }
    do throws(Errno) {
      return keep(try FileDescriptor.open(path, O_PATH | O_DIRECTORY))
    } catch {
      throw .noDirectory(error)
    }
  }

  private mutating func keep(_ directory: consuming FileDescriptor) -> BaseDirectory {
    let reference = BaseDirectory(directory)
    descriptor = consume directory
    return reference
  }
}
