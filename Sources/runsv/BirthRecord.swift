import RunitCore
import Unix

/// What `supervise/lock` says: who is about to become `./run` or `./finish`, until `supervise/detail` says it. At all
/// other times the lock is empty, as in runit.
///
/// To write into a file that is open takes a tenth of the time that it takes to replace one, and a service waits for it
/// at each start. Only who holds the lock writes here, and the child that is named holds it until it is the program.
struct BirthRecord {
  private let lock: BorrowedDescriptor

  init(in lock: borrowing FileDescriptor) { self.lock = BorrowedDescriptor(lock.rawValue) }

  /// Returns whether that is written, where nobody else could have written it.
  func write(_ detail: borrowing ServiceDetail) -> Bool {
    var text = TextBuffer<1280>()
    detail.write(to: &text)
    do throws(Errno) {
      guard try FileStatus(of: lock).isOurs else { return false }
      return try lock.write(text.span, at: 0) == text.count
    } catch {
      return false
    }
  }

  /// What a former `runsv` has left; `nil` when somebody else may have written it.
  ///
  /// - Throws: what keeps the kernel from telling.
  func read() throws(Errno) -> TextBuffer<1280>? {
    guard try FileStatus(of: lock).isOurs else { return nil }
    var text = TextBuffer<1280>()
    try text.replace { (buffer) throws(Errno) in try lock.read(into: &buffer, at: 0) }
    return text
  }

  func clear() { try? lock.truncate(to: 0) }
}
