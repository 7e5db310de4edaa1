import CLibc
import Foundation

/// The temporary directory that everything lies in, and what all measures share.
final class Workshop {
  let path: String
  let beacons: Beacons
  /// The static program that every suite supervises.
  let daemon: String
  let isQuick: Bool
  private var counter = 0

  /// Makes a directory in memory where there is one, so that no disk is measured.
  init(daemon: String, isQuick: Bool) throws {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? (access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp")
    var template = Array((parent + "/benchmarks.XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw Failure("unable to create a directory in \(parent)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    beacons = try Beacons(path: path + "/beacons")
    self.daemon = daemon
    self.isQuick = isQuick
  }

  /// What children of this suite get: its programs come first on the search path.
  func environment(_ suite: Suite) -> [String] {
    ["PATH=\(suite.directory):/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL=C", "BENCHMARK_FIFO=\(path)/beacons"]
  }

  func start(
    _ suite: Suite, _ arguments: [String], input: CInt = Child.null, output: CInt = Child.null, session: Bool = false
  ) throws -> Child {
    try Child(arguments, environment: environment(suite), input: input, output: output, session: session)
  }

  /// A new, empty directory.
  func freshDirectory() throws -> String {
    counter += 1
    let directory = "\(path)/d\(counter)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    return directory
  }

  /// Names that no other service of this run has.
  func freshNames(_ count: Int) -> [String] {
    defer { counter += count }
    return (counter..<counter + count).map { "service-\($0)" }
  }

  /// Ends all that was started and removes what it left.
  func clear() throws {
    try ProcessTable.endDescendants()
    beacons.forget()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) where name.hasPrefix("d") {
      try FileManager.default.removeItem(atPath: path + "/" + name)
    }
  }

  func remove() {
    try? ProcessTable.endDescendants()
    try? FileManager.default.removeItem(atPath: path)
  }
}
