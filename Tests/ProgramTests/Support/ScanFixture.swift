import Foundation

/// A scan directory with service directories beside it, and a stand-in for `runsv` that tells when it was started.
final class ScanFixture {
  let directory: TemporaryDirectory
  let path: String
  /// In front of the search path.
  private let programs: String

  /// `runsv` is a script's text, which has `$1` for the service; by default it runs until TERM. What comes `first` is
  /// done before it counts as started.
  init(first: String = ":", runsv: String = "exec sleep 1000") throws {
    directory = try TemporaryDirectory()
    path = directory("scan")
    programs = directory("bin")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try directory.write("bin/runsv", "#!/bin/sh\n\(first)\necho \"$1 $$\" >>\"$STARTS\"\n\(runsv)\n", mode: 0o755)
    try directory.write("starts", "")
  }

  /// With a `runsv` that writes down in `starts.term` that it got TERM, and goes on until there is `starts.go`.
  static func slow() throws -> ScanFixture {
    try ScanFixture(
      first: "trap 'echo $1 got-term >>\"$STARTS.term\"' TERM",
      runsv: "until [ -e \"$STARTS.go\" ]; do sleep 0.02; done")
  }

  /// Makes a service directory without linking it.
  @discardableResult
  func make(_ service: String) throws -> String {
    let target = directory("sv/" + service)
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    return target
  }

  /// Links a service, made when it is missing, under its own name or another.
  func enable(_ service: String, as name: String? = nil) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path + "/" + (name ?? service), withDestinationPath: try make(service))
  }

  /// Puts a link in the place of another, at once.
  func switchLink(_ name: String, to service: String) throws {
    let target = try make(service)
    try FileManager.default.createSymbolicLink(atPath: directory("link"), withDestinationPath: target)
    guard rename(directory("link"), path + "/" + name) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
  }

  func disable(_ name: String) { unlink(path + "/" + name) }

  /// Starts `runsvdir`; the scan directory is the last of `options`, or follows them.
  func start(_ options: [String] = [], then operands: [String] = [], search: String? = nil) throws -> RunningProgram {
    try RunningProgram(
      program: "runsvdir", options + [path] + operands,
      environment: ["PATH": search ?? programs + ":/usr/bin:/bin", "STARTS": directory("starts")], session: true)
  }

  /// The starts of `runsv` so far, in order.
  var starts: [(name: String, process: pid_t)] {
    (directory.read("starts") ?? "").split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count == 2 ? pid_t(words[1]).map { (String(words[0]), $0) } : nil
    }
  }

  func starts(of name: String) -> [pid_t] { starts.filter { $0.name == name }.map(\.process) }

  /// The process that was started last for `name`, once there is one.
  func process(of name: String) -> ProcessEntry? { starts(of: name).last.map { ProcessEntry($0) } }

  func isRunning(_ name: String) -> Bool { process(of: name)?.isAlive == true }
}
