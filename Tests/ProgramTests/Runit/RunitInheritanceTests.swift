import CLibc
import Foundation
import Testing

@Suite("runit's scripts", .asProcessOne)
struct RunitInheritanceTests {
  static let scripts = ["1", "2", "3", "ctrlaltdel"]

  /// Every script does this; the second one presses ctrl-alt-del.
  private func machine(doing command: String) throws -> ProcessOne {
    let machine = try ProcessOne()
    for script in Self.scripts { try machine.script(script, command) }
    try machine.script("2", command + "\nkill -INT 1; while [ ! -e /run/pressed ]; do sleep 0.1; done")
    try machine.script("ctrlaltdel", command + "\n: >/run/pressed")
    return machine
  }

  @Test(.ours("P9: CONT is not ignored, PWR not blocked, and ctrlaltdel starts clean as well"))
  func `start with clean signals`() throws {
    let machine = try machine(doing: "grep -E 'Sig(Blk|Ign)' /proc/self/status")
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    let masks = machine.output.split(separator: "\n").map { UInt64($0.suffix(16), radix: 16) }
    #expect(masks.count == 2 * Self.scripts.count)
    // 32 and 33 are the C library's own; what runs the tests may have left them ignored.
    for mask in masks { #expect(mask.map { $0 & ~0x1_8000_0000 } == 0) }
  }

  @Test(.ours("the pipe of runit and the console's descriptor stay behind in ctrlaltdel"))
  func `have no descriptors but the first three`() throws {
    // The shell has its script open as 10, so that another program has to look.
    let machine = try machine(doing: "ls /proc/self/fd | tr '\\n' ' '")
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    // 3 is the directory that ls reads.
    #expect(machine.output == String(repeating: "0 1 2 3 ", count: Self.scripts.count))
  }

  @Test func `lead sessions of their own, except for the first`() throws {
    let command =
      "read -r id name state parent group session rest </proc/self/stat; echo $((session == $$)) $((session == 1))"
    let machine = try ProcessOne(["1": command, "2": command, "3": command])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "0 1\n1 0\n1 0\n")
  }

  @Test func `get no arguments, and the environment`() throws {
    let machine = try ProcessOne(["1": "echo $0 $#; echo ${CONSOLE-none}", "2": "exit 0"])
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "/etc/runit/1 0\n\n")
  }

  @Test func `run without descriptors to inherit`() throws {
    let machine = try ProcessOne(["1": "echo x >/run/one", "2": "echo x >/run/two", "3": "echo x >/run/three"])
    try machine.boot("runit", .closed)
    #expect(machine.wait() == .powerOff)
    for name in ["one", "two", "three"] { #expect(machine.directory.read("run/" + name) == "x\n") }
  }

  @Test(.ours("it leaves 0, 1 and 2 closed, and the next files that are opened become somebody's output"))
  func `have the first three descriptors even where there is nothing to open`() throws {
    let look = "for number in 0 1 2; do readlink /proc/1/fd/$number; done"
    let machine = try ProcessOne([
      "1": "{ \(look); echo one; } >/run/one; mknod -m 666 /dev/null c 1 3", "2": "{ \(look); echo two; } >/run/two",
    ])
    try machine.boot("runit", .bare)
    #expect(machine.wait() == .powerOff)
    #expect(machine.directory.read("run/one") == "/\n/\n/\none\n")
    #expect(machine.directory.read("run/two") == "/dev/null\n/dev/null\n/dev/null\ntwo\n")
  }

  static let consoles: [(ProcessOne.Start, String)] = [
    (.plain, "file does not exist"), (.withForbiddenConsole, "is a directory"),
  ]

  @Test(arguments: consoles)
  func `get what process 1 has where no console can be opened, and the first says so`(
    start: ProcessOne.Start, reason: String
  ) throws {
    let machine = try ProcessOne(["1": "echo one; readlink /proc/self/fd/0", "2": "echo two"])
    try machine.boot("runit", start)
    #expect(machine.wait() == .powerOff)
    #expect(machine.output == "one\n/dev/null\ntwo\n")
    #expect(machine.consoleWarnings == ["- runit: warning: unable to open /dev/console: \(reason)"])
  }

  @Test func `speak to a console that the first one makes`() throws {
    let machine = try ProcessOne(["1": "ln -s /run/console /dev/console", "2": "echo two"])
    let console = machine.directory("run/console")
    #expect(mkfifo(console, 0o600) == 0)
    let end = open(console, O_RDWR | O_NONBLOCK)
    defer { close(end) }
    try machine.boot()
    #expect(machine.wait() == .powerOff)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(end, &buffer, buffer.count)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    #expect(text.hasPrefix("- runit: leave stage: /etc/runit/1\n"))
    #expect(Programs.areReference || text.contains("two\n"))
  }

  @Test func `speak to the console, and the first one hears it`() throws {
    let machine = try ProcessOne(["1": "read -r word; echo heard $word", "2": "echo two"])
    let console = machine.directory("console")
    #expect(mkfifo(console, 0o600) == 0)
    let end = open(console, O_RDWR | O_NONBLOCK)
    defer { close(end) }
    // A FIFO gives back what is written to it: the answer is the first line that anybody reads.
    #expect(write(end, "hello\n", 6) == 6)
    try machine.boot("runit", console: console)
    #expect(machine.wait() == .powerOff)
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(end, &buffer, buffer.count)
    let text = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    #expect(text.contains("two\n"))
    #expect(text.contains("- runit: leave stage: /etc/runit/3\n"))
  }
}
