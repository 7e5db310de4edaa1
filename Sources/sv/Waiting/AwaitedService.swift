import RunitCore
import Unix

/// A service that has yet to do what it was told.
struct AwaitedService {
  /// How far the service's own `./check` is.
  enum Check {
    case due
    case running(CInt, startedAt: Int64)
    case failed(retryAt: Int64)
    case passed
  }

  let name: CString
  /// `nil` when it was not told yet, because its `runsv` is not there.
  var condition: WaitCondition?
  /// Whether it may have changed since we looked.
  var isDue = true
  var check = Check.due
  var probation = Probation()
  /// Whether nothing but the end of its process's probation is waited for.
  var isOnProbation = false
  var wasKilled = false
  /// The number of the watch on its `supervise` directory; ``noWatch`` when none could be had.
  var watch: CInt?
  static var noWatch: CInt { -2 }
  /// Its FIFO `ok`, open for writing: it tells of the end of `runsv`, of which no file does.
  private(set) var fifo: CInt?

  init(_ name: CString, _ condition: WaitCondition?) {
    self.name = name
    self.condition = condition
  }

  /// What `./check` said counts for as long as nothing else changes.
  mutating func forgetCheck() {
    if case .running = check { return }
    check = .due
  }

  mutating func keep(_ fifo: consuming FileDescriptor) { self.fifo = fifo.release() }

  func closeFIFO() { if let fifo { _ = FileDescriptor(owning: fifo) } }
}
