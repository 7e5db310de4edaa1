import Foundation
import Testing

@Suite("The lock of chpst")
struct ChpstLockTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Starts a program that holds `lock` until it ends, and waits until it does.
  private func holder(_ option: String = "-l") throws -> RunningProgram {
    let program = try RunningProgram(program: "chpst", [option, "lock", "sleep", "100"], in: directory.path)
    waitUntilAsleep(program)
    return program
  }

  @Test(arguments: ["-l", "-L"])
  func `is held as long as the program lives`(option: String) throws {
    let first = try holder(option)
    #expect(first.entry.descriptors.values.contains(directory("lock")))
    let second = try chpst("-L", "lock", "true", in: directory.path)
    #expect(second.code == 111)
    #expect(second.error == "chpst: fatal: unable to lock: lock: temporary failure\n")
    first.signal(SIGKILL)
    #expect(first.wait() != nil)
    #expect(try chpst("-L", "lock", "true", in: directory.path).code == 0)
  }

  @Test func `is waited for with -l`() throws {
    let first = try holder()
    let second = try RunningProgram(program: "chpst", ["-l", "lock", "echo", "done"], in: directory.path)
    // It waits in flock: the file is open, the program not yet running.
    eventually { second.entry.descriptors.values.contains(directory("lock")) }
    #expect(second.poll() == nil)
    first.signal(SIGKILL)
    #expect(second.wait() == .exited(0))
    #expect(second.output == "done\n")
  }

  @Test func `is one of flock`() throws {
    let first = try holder()
    let file = open(directory("lock"), O_WRONLY)
    defer { close(file) }
    #expect(flock(file, LOCK_EX | LOCK_NB) == -1)
    #expect(errno == EWOULDBLOCK)
    first.signal(SIGKILL)
    #expect(first.wait() != nil)
    #expect(flock(file, LOCK_EX | LOCK_NB) == 0)
  }

  @Test func `is a private file that is made when it is missing`() throws {
    #expect(try chpst("-l", "lock", "true", in: directory.path).code == 0)
    #expect(directory.read("lock") == "")
    #expect(try FileManager.default.attributesOfItem(atPath: directory("lock"))[.posixPermissions] as? Int == 0o600)
  }

  @Test func `leaves content and mode of a file alone`() throws {
    try directory.write("lock", "text", mode: 0o644)
    #expect(try chpst("-l", "lock", "true", in: directory.path).code == 0)
    #expect(directory.read("lock") == "text")
    #expect(try FileManager.default.attributesOfItem(atPath: directory("lock"))[.posixPermissions] as? Int == 0o644)
  }

  @Test(arguments: [("missing/lock", "file does not exist"), ("/", "is a directory")])
  func `can't be taken where it can't be opened`(file: String, reason: String) throws {
    let outcome = try chpst("-l", file, "true", in: directory.path)
    #expect(outcome.code == 111)
    #expect(outcome.error == "chpst: fatal: unable to open lock: \(file): \(reason)\n")
  }

  @Test func `is complained about even if standard error will be closed`() throws {
    let outcome = try chpst("-2", "-l", "missing/lock", "true", in: directory.path)
    #expect(outcome.error == "chpst: fatal: unable to open lock: missing/lock: file does not exist\n")
  }

  @Test(.asRoot) func `belongs to the new user`() throws {
    chmod(directory.path, 0o777)
    #expect(try chpst("-u", "daemon", "-l", "lock", "true", in: directory.path).code == 0)
    let attributes = try FileManager.default.attributesOfItem(atPath: directory("lock"))
    #expect(attributes[.ownerAccountName] as? String == "daemon")
    chmod(directory.path, 0o755)
    let outcome = try chpst("-l", "new", "-u", "daemon", "true", in: directory.path)
    #expect(outcome.error == "chpst: fatal: unable to open lock: new: access denied\n")
  }

  @Test(.asRoot) func `lies in the new root`() throws {
    let outcome = try chpst("-l", "/lock", "-/", directory.path, "true")
    #expect(outcome.error == "chpst: fatal: unable to run: true: file does not exist\n")
    #expect(directory.exists("lock"))
  }
}
