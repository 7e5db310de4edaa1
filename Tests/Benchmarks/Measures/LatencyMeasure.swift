import CLibc
import Foundation

/// How soon a line that a daemon writes stands in the log.
struct LatencyMeasure: Measure {
  static let name = "latency"
  static let summary = "a line, or a burst of 1000 lines, is written: until it is in the log's current file"
  let rounds: Int
  private let line = [UInt8](repeating: UInt8(ascii: "x"), count: 99) + [UInt8(ascii: "\n")]

  init(isQuick: Bool) { rounds = isQuick ? 3 : 9 }

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let directory = try workshop.freshDirectory() + "/log"
    let logger = try suite.logger(directory)
    var ends: [CInt] = [-1, -1]
    guard pipe2(&ends, O_CLOEXEC) == 0 else { throw Failure("unable to create a pipe") }
    defer { close(ends[1]) }
    _ = try workshop.start(suite, logger, input: ends[0])
    close(ends[0])
    try Clock.wait(for: "\(directory)/current", seconds: 5) { access(directory + "/current", F_OK) == 0 }
    let current = open(directory + "/current", O_RDONLY | O_CLOEXEC)
    defer { close(current) }

    let burst = Array(repeating: line, count: 1000).flatMap { $0 }
    var samples: [Sample] = []
    for index in 0..<120 {
      let isBurst = index >= 100
      let time = try write(isBurst ? burst : line, to: ends[1], until: current)
      samples.append(Sample(Figure(isBurst ? "burst of 1000 lines" : "one line", .seconds), time))
      try Clock.pass(0.002)
    }
    return samples
  }

  /// Writes the bytes and returns how long it took until the file had grown by as many.
  private func write(_ bytes: [UInt8], to pipe: CInt, until file: CInt) throws -> Double {
    let size = try size(of: file) + bytes.count
    let begin = Clock.now
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(pipe, $0.baseAddress! + written, $0.count - written) }
      guard count > 0 else { throw Failure("the logger does not read") }
      written += count
    }
    while try self.size(of: file) < size {
      guard Clock.now - begin < 2 else { throw Failure("the log did not grow within 2 s") }
    }
    return Clock.now - begin
  }

  private func size(of file: CInt) throws -> Int {
    var status = stat()
    guard fstat(file, &status) == 0 else { throw Failure("unable to look at current") }
    return Int(status.st_size)
  }
}
