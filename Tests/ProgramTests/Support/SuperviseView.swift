import Foundation
import Testing

/// What `supervise/status` says, decoded here anew: the tests are not to trust the code that they test.
struct PublishedStatus: Equatable {
  let seconds: UInt64
  let nanoseconds: UInt32
  let pid: pid_t
  let isPaused: Bool
  let want: Character
  let gotTerm: Bool
  let state: UInt8

  init?(_ bytes: [UInt8]) {
    guard bytes.count == 20 else { return nil }
    seconds = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
    nanoseconds = bytes[8..<12].reduce(0) { $0 << 8 | UInt32($1) }
    pid = pid_t(bytes[12..<16].reversed().reduce(0) { $0 << 8 | UInt32($1) })
    isPaused = bytes[16] == 1
    want = Character(Unicode.Scalar(bytes[17]))
    gotTerm = bytes[18] == 1
    state = bytes[19]
  }

  /// When the state began, in seconds since 1970.
  var since: Double { Double(seconds &- 4_611_686_018_427_387_914) + Double(nanoseconds) / 1e9 }

  /// The text of `supervise/stat` that says the same, except that a wanted exit reads as a wanted down.
  var text: String {
    let flags = [isPaused ? "paused" : nil, gotTerm ? "got TERM" : nil, state != 0 && want == "d" ? "want down" : nil]
    return ([["down", "run", "finish"][Int(state) % 3]] + flags.compactMap { $0 }).joined(separator: ", ")
  }
}

/// The directory `supervise` of a service or of its logger, as everybody sees it.
struct SuperviseView {
  let path: String

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// The text of `stat` without its newline.
  var stat: String? { text("stat").map { $0.hasSuffix("\n") ? String($0.dropLast()) : $0 + "(no newline)" } }

  var status: PublishedStatus? {
    FileManager.default.contents(atPath: self("status")).flatMap { PublishedStatus([UInt8]($0)) }
  }

  /// The process that `pid` names; `nil` when it names none.
  var pid: pid_t? { text("pid").flatMap { pid_t($0.dropLast()) } }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: self(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a `runsv` reads `ok`.
  var isSupervised: Bool {
    let descriptor = open(self("ok"), O_WRONLY | O_NONBLOCK)
    if descriptor >= 0 { close(descriptor) }
    return descriptor >= 0
  }

  /// Writes bytes to `control`, all at once.
  func send(_ bytes: String, sourceLocation: SourceLocation = #_sourceLocation) {
    send(Array(bytes.utf8), sourceLocation: sourceLocation)
  }

  func send(_ bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
    let descriptor = open(self("control"), O_WRONLY | O_NONBLOCK)
    defer { if descriptor >= 0 { close(descriptor) } }
    #expect(write(descriptor, bytes, bytes.count) == bytes.count, sourceLocation: sourceLocation)
  }

  /// Waits until `stat` says `text` and the other files say the same.
  func wait(for text: String, within seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation) {
    eventually(within: seconds, "\(text) (it is \(stat ?? "nothing"))", sourceLocation: sourceLocation) { shows(text) }
  }

  /// Waits until a process other than `former` is in state `text`, and returns it.
  @discardableResult
  func waitForProcess(
    otherThan former: pid_t? = nil, in text: String = "run", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> pid_t {
    var process: pid_t?
    eventually(within: 20, "a process in state \(text)", sourceLocation: sourceLocation) {
      guard shows(text), let pid, pid != former else { return false }
      process = pid
      return true
    }
    return try #require(process, sourceLocation: sourceLocation)
  }

  /// `stat` is replaced before `status` is: for a moment the two differ.
  private func shows(_ text: String) -> Bool {
    guard stat == text, let status, status.pid == pid ?? 0 else { return false }
    return status.text == text.replacing("want exit", with: "want down")
  }
}
