import CLibc
import RunitCore
import Unix

/// The files of one log: `current`, and those that were rotated away.
enum LogFiles {
  /// The rotated files, oldest first. Their names are time stamps.
  static func rotated(in directory: Path) -> [Path] {
    // A directory that can't be read has at most a `current`.
    var files: [Path] = []
    for name in directory.entries ?? [] {
      let isRotated = name.withCString { $0[0] == UInt8(ascii: "@") && $0[$0.count - 1] != UInt8(ascii: "t") }
      if isRotated, name.count > 2 { files.append(name) }
    }
    return files
  }

  /// The last lines of the log: up to `count` of them, from `current` and as many rotated files as it takes.
  static func lastLines(_ count: Int, in directory: Path, current: borrowing FileDescriptor?) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    if current != nil { lines = Self.lines(count, of: current!) }
    for name in rotated(in: directory).reversed() {
      if lines.count >= count { break }
      // It may have been deleted just now.
      guard let file = directory.entry(name).opened() else { continue }
      lines = Self.lines(count - lines.count, of: file) + lines
    }
    return lines
  }

  /// Reads more and more of the end of a file, until there are enough lines in it.
  private static func lines(_ count: Int, of file: borrowing FileDescriptor) -> [[UInt8]] {
    guard count > 0, let size = (try? FileStatus(of: file))?.size else { return [] }
    var length = 16_384
    while true {
      let start = max(0, size - length)
      guard let bytes = read(file, from: start, to: size) else { return [] }
      // What a processor has compressed is not for the eyes.
      if start == 0, bytes.span.hasPrefix("\u{1f}"), bytes.count > 1, bytes[1] > 0x7f { return [] }
      let first = LogLine.startOfLast(count, in: bytes.span)
      if first > 0 || start == 0 { return split(bytes, from: first) }
      length *= 4
    }
  }

  /// The bytes from `start` to `end`, or to where the file was cut meanwhile; `nil` when it can't be read.
  @inline(never)
  static func read(_ file: borrowing FileDescriptor, from start: Int, to end: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: end - start)
    var span = bytes.mutableSpan
    guard let count = try? file.read(into: &span, at: start) else { return nil }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// The lines of `bytes` from `start` on, without their ends.
  @inline(never)
  static func split(_ bytes: [UInt8], from start: Int = 0) -> [[UInt8]] {
    guard start < bytes.count else { return [] }
    var lines = Array(bytes[start...]).pieces(between: UInt8(ascii: "\n"))
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}
