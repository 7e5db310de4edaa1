import CLibc
import Foundation
import Testing
import Unix

/// What can be asked without changing the process that asks; ChpstTests see the rest in other processes.
@Suite("What a process is given")
struct LaunchTests {
  @Test func `has a limit that can be set to what it is`() throws {
    // The kernel keeps this limit and never looks at it.
    var limit = try ResourceLimit(of: .residentSize)
    limit.soft = limit.hard
    try limit.apply(to: .residentSize)
    #expect(try ResourceLimit(of: .residentSize) == limit)
  }

  @Test func `has limits that are told apart`() throws {
    var files = rlimit()
    #expect(getrlimit(RLIMIT_NOFILE, &files) == 0)
    let limit = try ResourceLimit(of: .openFiles)
    #expect(limit.soft == files.rlim_cur)
    #expect(limit.hard == files.rlim_max)
  }

  @Test func `has credentials, which are read back`() throws {
    let groups = supplementaryGroups()
    let (user, group) = (geteuid(), getegid())
    let asTheyAre = try Credentials.are(user: user, group: group, supplementary: groups)
    let twice = try Credentials.are(user: user, group: group, supplementary: groups + groups)
    let otherUser = try Credentials.are(user: user + 1, group: group, supplementary: groups)
    let otherGroup = try Credentials.are(user: user, group: group + 1, supplementary: groups)
    let moreGroups = try Credentials.are(user: user, group: group, supplementary: groups + [54_321])
    #expect(asTheyAre && twice && !otherUser && !otherGroup && !moreGroups)
  }

  @Test func `can't enter a control group that is none`() {
    #expect(throws: Errno.noSuchFile) { try ControlGroup.enter("/tmp") }
    #expect(throws: Errno.noSuchFile) { try ControlGroup.enter("/nowhere") }
  }

  @Test(arguments: [0, 1, 4096, 4097, 100_000])
  func `reads a file to its end`(size: Int) throws {
    let path = NSTemporaryDirectory() + "runit-contents-" + UUID().uuidString
    defer { unlink(path) }
    let content = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
    try Data(content).write(to: URL(fileURLWithPath: path))
    let name = CString(keeping: Array(path.utf8).span)
    // Not within #expect, which would look for the shortest way from one to the other.
    let isWhole = try FileDescriptor.read(name).readToEnd() == content
    #expect(isWhole)
  }

  @Test func `can't read a directory as a file`() {
    #expect(throws: Errno.isDirectory) { try FileDescriptor.read("/tmp").readToEnd() }
  }

  private func supplementaryGroups() -> [gid_t] {
    var groups = [gid_t](repeating: 0, count: 1000)
    return Array(groups.prefix(Int(getgroups(1000, &groups))))
  }
}
