import Foundation

/// Held while a file is written, and while a child is made: a child that had a script open would keep it from being
/// executed.
let spawning = NSLock()

/// A directory of one test, removed at its end together with every process that still works in it.
final class TemporaryDirectory {
  let path: String

  init() throws {
    var template = Array("/tmp/runit-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    chmod(path, 0o755)
  }

  /// Takes a directory that is there; what is in it is removed, and it itself where that is possible.
  init(existing path: String) { self.path = path }

  deinit {
    killEverythingInside()
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Daemons whose supervisor is dead belong to nobody: they are found by the directory they work in.
  func killEverythingInside() {
    for _ in 0..<50 {
      let inside = ProcessTable.all.filter { $0.workingDirectory?.hasPrefix(path) == true }
      if inside.isEmpty { return }
      for process in inside { kill(process.id, SIGKILL) }
      usleep(5_000)
    }
  }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ name: String, _ content: String, mode: mode_t = 0o644) throws -> String {
    let file = self(name)
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try spawning.withLock { try Data(content.utf8).write(to: URL(fileURLWithPath: file)) }
    chmod(file, mode)
    return file
  }

  /// The content of a file, or `nil` when there is none.
  func read(_ name: String) -> String? {
    FileManager.default.contents(atPath: self(name)).map { String(decoding: $0, as: UTF8.self) }
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: self(name)) }
}
