import Foundation

/// How a logger is to write.
struct LogStyle {
  var hasTimestamps = false
  /// Lines with this word are left out.
  var dropped: String?
  /// How many old files are kept.
  var keptFiles = 9999
}

extension Suite {
  /// A log file is rotated before it grows beyond this.
  static let logFileSize = 16_000_000

  /// Prepares the log directory and returns the call of the logger.
  func logger(_ directory: String, _ style: LogStyle = LogStyle()) throws -> [String] {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let size = "s\(Self.logFileSize)"
    let kept = "n\(style.keptFiles)"
    switch family {
    case .runit:
      let filter = style.dropped.map { "-*\($0)*\n" } ?? ""
      try Data("\(size)\n\(kept)\n\(filter)".utf8).write(to: URL(fileURLWithPath: directory + "/config"))
      return [path("svlogd")] + (style.hasTimestamps ? ["-ttt"] : []) + [directory]
    case .s6:
      let filter = style.dropped.map { ["-" + $0] } ?? []
      return [path("s6-log"), "--", kept, size] + filter + (style.hasTimestamps ? ["T"] : []) + [directory]
    case .daemontools:
      let filter = style.dropped.map { ["-*\($0)*"] } ?? []
      return [path("multilog")] + (style.hasTimestamps ? ["t"] : []) + filter + [size, kept, directory]
    }
  }
}
