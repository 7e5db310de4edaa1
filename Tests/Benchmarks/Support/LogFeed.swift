import CLibc
import Foundation

/// A file of numbered lines that is sent to a logger again and again.
struct LogFeed {
  let path: String
  let bytes: Data
  /// What a logger keeps of it.
  let kept: Data

  private static let words =
    "lorem ipsum color sit amet consectetur elit sequi tempor incunt ut labore et magna aliqua "
  private static let size = 16 << 20

  /// Makes the file, of lines of `length` bytes; every tenth holds the word that is dropped.
  init(lineLength length: Int, dropping word: String?, path: String) throws {
    let text = String(repeating: Self.words, count: length / Self.words.utf8.count + 1)
    var all = Data()
    var kept = Data()
    var number = 0
    while all.count + length <= Self.size {
      let isDropped = word != nil && number % 10 == 0
      let digits = String(format: "%08d", number).prefix(length - 1)
      let line = Data("\(digits)\(isDropped ? word! : "")\(text)".utf8.prefix(length - 1) + [UInt8(ascii: "\n")])
      all.append(line)
      if !isDropped { kept.append(line) }
      number += 1
    }
    bytes = all
    self.kept = kept
    self.path = path
    try all.write(to: URL(fileURLWithPath: path))
  }

  /// Sends the file `count` times to a logger, through a pipe from cat, and returns what that took.
  func send(
    _ count: Int, to logger: [String], of suite: Suite, directory: String, in workshop: Workshop
  ) throws -> (seconds: Double, cpuSeconds: Double) {
    var ends: [CInt] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw Failure("unable to create a pipe") }
    let child = try workshop.start(suite, logger, input: ends[0])
    close(ends[0])
    let begin: Double
    do {
      defer { close(ends[1]) }
      try Clock.wait(for: "\(directory)/current", seconds: 5) { access(directory + "/current", F_OK) == 0 }
      begin = Clock.now
      _ = try workshop.start(suite, ["/bin/cat"] + Array(repeating: path, count: count), output: ends[1])
    }
    let end = try child.wait(seconds: 120)
    let seconds = Clock.now - begin
    guard end.exitCode == 0 else { throw Failure("the logger did not exit with 0") }
    return (seconds, end.cpuSeconds)
  }
}
