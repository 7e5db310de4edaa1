import RunitCore
import Unix

/// What `supervise/lock` says: who is about to become `./run` or `./finish`, as long as `supervise/detail` does not say it
/// yet. Else the lock is empty, as in runit.
///
/// To write into a file that is open takes a tenth of the time that it takes to replace one, and a service waits for it
/// at each start. Only who holds the lock writes here, and the child that is named holds it until it is the program.
struct BirthRecord {
  private let lock: BorrowedDescriptor

  init(in lock: borrowing FileDescriptor) { self.lock = BorrowedDescriptor(lock.rawValue) }

  /// Returns whether that is written. It is not where somebody else could have written it as well.
  func write(_ detail: borrowing ServiceDetail) -> Bool {
    var text = TextBuffer<1280>()
    detail.write(to: &text)
    do throws(Errno) {
      guard try isTrusted else { return false }
      return try lock.write(text.span, at: 0) == text.count
    } catch {
      return false
    }
  }

  /// What a former `runsv` has left; `nil` when somebody else may have written it.
  ///
  /// - Throws: what keeps the kernel from telling.
  func read() throws(Errno) -> TextBuffer<1280>? {
    guard try isTrusted else { return nil }
    var text = TextBuffer<1280>()
    try text.replace { (buffer) throws(Errno) in try lock.read(into: &buffer, at: 0) }
    return text
  }

  /// Returns whether there is none any more.
  func clear() -> Bool {
    do throws(Errno) {
      if try isTrusted { try lock.truncate(to: 0) }
      return true
    } catch {
      return false
    }
  }

  /// Whether nobody else may write there, and it is no file of ours that somebody has linked to this place.
  private var isTrusted: Bool {
    get throws(Errno) {
      let status = try FileStatus(of: lock)
      return status.isOursAlone && status.kind == .regular && status.linkCount == 1
    }
  }
}
