import CLibc
import Console
import RunitCore
import Unix

/// The file `counters` of a log directory, brought up to date at most once a second.
///
/// It is written in place, by one call, and first when it is opened: from then on that works on a full disk too, and costs
/// the disk nothing more than `current` itself does.
struct CountersFile: ~Copyable {
  private let file: FileDescriptor
  private var counters: LogCounters
  private var isPublished = true
  private(set) var publishAt: Int64?

  /// Counts on from what `file` says.
  private init(_ file: consuming FileDescriptor) throws(Errno) {
    let text = try file.readToEnd()
    self.file = file
    counters = LogCounters(decoding: text.span)
    // What is longer than our text is not ours.
    try? self.file.truncate(to: counters.encoded.count)
    publish()
  }

  /// Opens the file in `directory`, called `name`; `nil`, and a warning, if it can't be read.
  static func open(in directory: borrowing FileDescriptor, of name: CString) -> CountersFile? {
    do throws(Errno) {
      let flags = O_RDWR | O_CREAT | O_NOFOLLOW
      return try CountersFile(FileDescriptor.open("counters", in: directory, flags, mode: 0o644))
    } catch {
      voice.warn("unable to open counters:", name, error)
      return nil
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
    // An error is no reason to say anything: the numbers are right the next time.
    _ = try? file.write(counters.encoded.span, at: 0)
  }
}
