import CLibc
import RunitCore
import Unix

/// The file `counters` of a log directory, brought up to date at most once a second.
///
/// It is written in place, by one call, and first when it is opened: from then on that works on a full disk too, and costs
/// the disk nothing more than `current` itself does.
struct CountersFile: ~Copyable {
  private let file: FileDescriptor
  private var counters = LogCounters()
  private var isPublished = true
  private(set) var publishAt: Int64?

  /// Opens the file in `directory`, and counts on from what it says. Without it nothing is counted.
  init(in directory: borrowing FileDescriptor, of name: CString) {
    file = Self.open(in: directory, of: name)
    guard file.rawValue != -1, let text = try? file.readToEnd() else { return }
    counters = LogCounters(decoding: text.span)
    // What is longer than our text is not ours.
    try? file.truncate(to: counters.encoded.count)
    publish()
  }

  /// Counts on from what `former` has counted of the same directory, whether or not the disk took it.
  mutating func continueCounting(of former: borrowing CountersFile) {
    counters = former.counters
    isPublished = false
  }

  private static func open(in directory: borrowing FileDescriptor, of name: CString) -> FileDescriptor {
    do throws(Errno) {
      return try FileDescriptor.open("counters", in: directory, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o644)
    } catch {
      voice.warn("unable to open counters:", name, error)
      return FileDescriptor(owning: -1)
    }
  }

  mutating func add(_ change: (inout LogCounters) -> Void) {
    change(&counters)
    isPublished = false
  }

  mutating func work(at now: Int64) {
    if !isPublished, publishAt == nil { publishAt = now + nanosecondsPerSecond }
    if let publishAt, publishAt <= now { publish() }
  }

  mutating func publish() {
    publishAt = nil
    isPublished = true
    if file.rawValue == -1 { return }
    // An error is no reason to say anything: the numbers are right the next time.
    _ = try? file.write(counters.encoded.span, at: 0)
  }
}
