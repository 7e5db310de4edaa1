import CLibc
import Foundation
import Testing

/// A log directory of one test.
final class LogFixture {
  let directory: TemporaryDirectory
  /// The log directory's path.
  var path: String { directory("log") }

  init(config: String? = nil) throws {
    directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory("log"), withIntermediateDirectories: false)
    if let config { try write("config", config) }
  }

  func callAsFunction(_ name: String) -> String { path + "/" + name }

  func write(_ name: String, _ content: String, mode: mode_t = 0o644) throws {
    try directory.write("log/" + name, content, mode: mode)
  }

  func read(_ name: String) -> String? { directory.read("log/" + name) }

  var current: String { read("current") ?? "" }

  var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

  /// The old files, oldest first.
  var archives: [String] { names.filter { $0.hasPrefix("@") } }

  /// The content of all old files, in order, and of `current`.
  var everything: Data {
    (archives + ["current"]).reduce(into: Data()) { $0 += FileManager.default.contents(atPath: self($1)) ?? Data() }
  }

  /// Demands that `everything` is `expected`.
  ///
  /// `#expect` would look for the shortest way from one to the other, which takes days for some megabytes.
  func expectEverything(_ expected: Data, sourceLocation: SourceLocation = #_sourceLocation) {
    let written = everything
    guard written != expected else { return }
    let alike = zip(written, expected).prefix { $0 == $1 }.count
    Issue.record(
      "\(written.count) bytes where \(expected.count) were expected, the first \(alike) of them alike",
      sourceLocation: sourceLocation)
  }

  func mode(_ name: String) -> mode_t {
    var status = stat()
    return stat(self(name), &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  func size(_ name: String) -> Int {
    var status = stat()
    return stat(self(name), &status) == 0 ? Int(status.st_size) : 0
  }

  /// Logs `input` to its end, into this directory unless the arguments name others.
  @discardableResult
  func log(
    _ input: Data, _ arguments: [String] = [], to directories: [String]? = nil, executable: String? = nil
  ) throws -> Outcome {
    let file = directory("input")
    try input.write(to: URL(fileURLWithPath: file))
    let descriptor = open(file, O_RDONLY)
    defer { close(descriptor) }
    return try run(
      "svlogd", arguments + (directories ?? [path]), executable: executable, in: directory.path, input: descriptor)
  }

  @discardableResult
  func log(_ input: String, _ arguments: [String] = [], to directories: [String]? = nil) throws -> Outcome {
    try log(Data(input.utf8), arguments, to: directories)
  }
}

/// An svlogd at the other end of a pipe.
final class RunningLogger {
  /// A logger that is dead must fail its test, not end all of them.
  private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

  let program: RunningProgram
  private var writeEnd: Int32

  init(
    _ arguments: [String], in directory: String? = nil, environment: [String: String] = [:], error: Int32? = nil
  ) throws {
    Self.ignoresBrokenPipes
    var ends: [Int32] = [-1, -1]
    pipe2(&ends, O_CLOEXEC)
    writeEnd = ends[1]
    defer { close(ends[0]) }
    program = try RunningProgram(
      program: "svlogd", arguments, environment: environment, in: directory, input: ends[0], error: error)
  }

  deinit { end() }

  /// Writes all of `data`, as a service would: it waits when the logger does not read, for a minute.
  func write(_ data: Data) {
    let flags = fcntl(writeEnd, F_GETFL)
    _ = fcntl(writeEnd, F_SETFL, flags | O_NONBLOCK)
    defer { _ = fcntl(writeEnd, F_SETFL, flags) }
    data.withUnsafeBytes { bytes in
      var offset = 0
      while offset < bytes.count {
        let count = Foundation.write(writeEnd, bytes.baseAddress! + offset, bytes.count - offset)
        if count > 0 {
          offset += count
          continue
        }
        guard count < 0, errno == EAGAIN else { return }
        var room = pollfd(fd: writeEnd, events: Int16(POLLOUT), revents: 0)
        guard poll(&room, 1, 60_000) == 1 else {
          Issue.record("the logger does not read")
          return
        }
      }
    }
  }

  func write(_ text: String) { write(Data(text.utf8)) }

  /// Ends the input.
  func end() {
    if writeEnd != -1 { close(writeEnd) }
    writeEnd = -1
  }

  /// How many bytes nobody has read yet.
  var unreadCount: Int {
    var count: Int32 = 0
    _ = libc_ioctl(writeEnd, UInt(FIONREAD), &count)
    return Int(count)
  }

  /// How much of `data` can be written without blocking.
  func writeWithoutBlocking(_ data: Data) -> Int {
    let flags = fcntl(writeEnd, F_GETFL)
    _ = fcntl(writeEnd, F_SETFL, flags | O_NONBLOCK)
    defer { _ = fcntl(writeEnd, F_SETFL, flags) }
    return data.withUnsafeBytes { max(0, Foundation.write(writeEnd, $0.baseAddress, $0.count)) }
  }
}
