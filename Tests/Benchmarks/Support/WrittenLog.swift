import Foundation

/// What a logger wrote, to be compared with what was sent.
struct WrittenLog {
  private let files: [Data]

  /// Reads the old files in order, then `current`.
  init(_ directory: String) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    files = try (names.filter { $0.hasPrefix("@") }.sorted() + ["current"]).map {
      try Data(contentsOf: URL(fileURLWithPath: directory + "/" + $0), options: .alwaysMapped)
    }
  }

  /// Throws unless the files hold exactly the lines of `block`, `count` times, each behind a timestamp if one is wanted.
  func expect(_ block: Data, times count: Int, hasTimestamps: Bool) throws {
    guard !files.contains(where: { $0.count > Suite.logFileSize * 5 / 4 }) else {
      throw Failure("a file is far larger than allowed")
    }
    var expected = Repetition(block: block)
    for (index, file) in files.enumerated() {
      let isEqual = file.withUnsafeBytes { bytes in
        hasTimestamps ? expected.takeStamped(bytes) : expected.take(bytes)
      }
      guard isEqual else { throw Failure("log file \(index + 1) of \(files.count) differs from what was sent") }
    }
    let wanted = block.count * count
    guard expected.taken == wanted else { throw Failure("the log has \(expected.taken) bytes of \(wanted)") }
  }
}

/// The bytes that are expected next: a block, over and over.
private struct Repetition {
  let block: Data
  private(set) var taken = 0

  init(block: Data) { self.block = block }

  /// Compares a piece with what comes next.
  mutating func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let position = taken % block.count
      let count = min(block.count - position, bytes.count - offset)
      let isEqual = block.withUnsafeBytes {
        memcmp($0.baseAddress! + position, bytes.baseAddress! + offset, count) == 0
      }
      guard isEqual else { return false }
      offset += count
      taken += count
    }
    return true
  }

  /// Compares a piece of whole lines, each behind a timestamp; all timestamps are equally long.
  mutating func takeStamped(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let line = block.count - taken % block.count
    guard let first = bytes.firstIndex(of: 10), let own = block.suffix(line).firstIndex(of: 10) else { return false }
    let stamp = first - (own - (block.count - line))
    guard stamp > Self.shortestStamp else { return false }
    var offset = 0
    while offset < bytes.count {
      guard let newline = bytes[offset...].firstIndex(of: 10), newline >= offset + stamp,
        take(UnsafeRawBufferPointer(rebasing: bytes[offset + stamp...newline]))
      else { return false }
      offset = newline + 1
    }
    return true
  }

  /// Seconds, in hexadecimal digits.
  private static let shortestStamp = 16
}
