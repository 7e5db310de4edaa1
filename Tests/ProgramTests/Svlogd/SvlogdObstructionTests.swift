import CLibc
import Foundation
import Testing

/// What has the name of one of svlogd's files, and is no file.
enum Obstruction: CaseIterable, CustomTestStringConvertible {
  case fifo, fifoWithReader, directory, link, socket

  var testDescription: String { "\(self)" }

  /// Puts it in the place of `path`; the result is a descriptor to be closed.
  func plant(_ path: String) -> Int32 {
    unlink(path)
    switch self {
    case .fifo: mkfifo(path, 0o666)
    case .fifoWithReader:
      mkfifo(path, 0o666)
      return open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    case .directory: mkdir(path, 0o777)
    case .link: symlink("/etc/passwd", path)
    case .socket: mknod(path, S_IFSOCK | 0o666, 0)
    }
    return -1
  }
}

@Suite("svlogd, where something else has the name of its file", .ours("runit's hangs, or follows links"))
struct SvlogdObstructionTests {
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  @Test(arguments: Obstruction.allCases)
  func `sets it aside as an old file when it is called current`(obstruction: Obstruction) throws {
    let log = try LogFixture()
    let descriptor = obstruction.plant(log("current"))
    defer { close(descriptor) }
    let logger = try RunningLogger([log.path])
    logger.write("one\n")
    eventually { Self.isFile(log("current")) && log.current == "one\n" }
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
    #expect(log.archives.count == 1)
    #expect(log.archives.allSatisfy { $0.hasSuffix(".s") && !Self.isFile(log($0)) })
  }

  @Test(arguments: Obstruction.allCases)
  func `sets it aside when current is replaced while it runs`(obstruction: Obstruction) throws {
    let log = try LogFixture()
    let logger = try RunningLogger([log.path])
    logger.write("one\n")
    eventually { log.current == "one\n" }
    let descriptor = obstruction.plant(log("current"))
    defer { close(descriptor) }
    logger.program.signal(SIGHUP)
    logger.write("two\n")
    eventually { Self.isFile(log("current")) && log.current.hasSuffix("two\n") }
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
    #expect(log.archives.count == 1)
  }

  private static let names = ["state", "newstate", "@400000000000000000000001.t", "@400000000000000000000001.s"]

  @Test(arguments: names, Obstruction.allCases)
  func `processes old files all the same, and ends on TERM`(name: String, obstruction: Obstruction) throws {
    let log = try LogFixture(config: "n0\n!cat; cat <&4; echo new >&5\n")
    try log.write("@400000000000000000000001.u", "old\n")
    let descriptor = obstruction.plant(log(name))
    defer { close(descriptor) }
    let logger = try RunningLogger([log.path])
    eventually { Self.isFile(log("@400000000000000000000001.s")) && Self.isFile(log("state")) }
    #expect(log.read("@400000000000000000000001.s") == "old\n")
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(arguments: Obstruction.allCases)
  func `does not process it when it is called unprocessed`(obstruction: Obstruction) throws {
    let log = try LogFixture(config: "n0\n!cat\n")
    let descriptor = obstruction.plant(log("@400000000000000000000001.u"))
    defer { close(descriptor) }
    try log.write("@400000000000000000000002.u", "old\n")
    let logger = try RunningLogger([log.path])
    eventually { Self.isFile(log("@400000000000000000000002.s")) }
    #expect(log.read("@400000000000000000000002.s") == "old\n")
    // A directory is no old file, and stays as it is.
    #expect(log.names.contains("@400000000000000000000001.u") == (obstruction == .directory))
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(arguments: [Obstruction.fifo, .fifoWithReader, .directory, .socket])
  func `does not wait for it when it is called config`(obstruction: Obstruction) throws {
    let log = try LogFixture()
    let descriptor = obstruction.plant(log("config"))
    defer { close(descriptor) }
    let logger = try RunningLogger([log.path])
    logger.write("one\n")
    eventually { log.current == "one\n" }
    #expect(logger.program.error.hasPrefix("svlogd: warning: unable to read config: \(log.path): "))
    logger.program.signal(SIGTERM)
    #expect(logger.program.wait() == .exited(0))
  }

  @Test(arguments: [Obstruction.fifo, .directory, .link, .socket])
  func `leaves the directory alone when it is called lock`(obstruction: Obstruction) throws {
    let log = try LogFixture()
    _ = obstruction.plant(log("lock"))
    let logger = try RunningLogger([log.path])
    #expect(logger.program.wait() == .exited(111))
    #expect(logger.program.error.hasPrefix("svlogd: warning: unable to lock directory: \(log.path): "))
  }

  @Test func `deletes no directory that is called as old files are`() throws {
    let log = try LogFixture(config: "s100\nn1\n")
    _ = Obstruction.directory.plant(log("@400000000000000000000001.s"))
    let outcome = try log.log("one\ntwo\nthree\n", ["-l", "100"])
    #expect(outcome == Outcome(ending: .exited(0), output: "", error: ""))
    #expect(log.archives.count == 2)
    #expect(log.archives.last.map { log.read($0) } == "three\n")
  }
}
