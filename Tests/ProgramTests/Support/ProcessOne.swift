import Foundation
import Testing

/// A program as process 1 of a PID namespace of its own, which has its own /etc/runit, /run and /dev as well. Scripts
/// that set a search path of their own find the programs under test in /usr/local/sbin.
final class ProcessOne {
  /// How it is started, beside the usual way.
  enum Start: String {
    case plain = ""
    /// Without descriptors 0, 1 and 2.
    case closed = "exec <&- >&- 2>&-;"
    /// Without them, and without anything in /dev to take their place.
    case bare = "rm /dev/null; exec <&- >&- 2>&-;"
    /// With a console that can't be opened.
    case withForbiddenConsole = "mkdir /dev/console;"
    /// As a user to whom the limit on processes applies.
    case withoutPrivilege = "set -- setpriv --reuid 54321 --regid 54321 --clear-groups \"$@\";"
    /// As in a container whose engine keeps reboot(2) to itself.
    case withoutRebootRight = "set -- setpriv --bounding-set -sys_boot --inh-caps -sys_boot --no-new-privs \"$@\";"
  }

  let directory: TemporaryDirectory
  private var program: RunningProgram?

  /// Stage 2 runs until it is stopped, the others do nothing.
  init(_ scripts: [String: String] = [:]) throws {
    directory = try TemporaryDirectory()
    for folder in ["etc", "run"] {
      try FileManager.default.createDirectory(atPath: directory(folder), withIntermediateDirectories: true)
    }
    let usual = ["1": "exit 0", "2": "exec sleep 1000", "3": "exit 0"]
    for (name, text) in usual.merging(scripts, uniquingKeysWith: { $1 }) { try script(name, text) }
  }

  deinit { if let id { kill(id, SIGKILL) } }

  /// Writes /etc/runit/NAME.
  func script(_ name: String, _ text: String, mode: mode_t = 0o755) throws {
    try directory.write("etc/" + name, "#!/bin/sh\n" + text + "\n", mode: mode)
  }

  /// Starts `name` and waits until runit has begun.
  func boot(_ name: String = "runit", _ start: Start = .plain, console: String? = nil) throws {
    let prepare = """
      set -e; directory=$1; shift
      mount --make-rprivate /
      mount -t tmpfs -o mode=0755 none /etc; mkdir /etc/runit; mount --bind "$directory/etc" /etc/runit
      ln -s runit/service /etc/service
      mount --bind "$directory/run" /run
      [ ! -e /sbin/runit ] || mount --bind "$1" /sbin/runit; shift
      mount --bind "$PROGRAMS" /usr/local/sbin
      mount -t tmpfs -o mode=0755 none /dev; mknod -m 666 /dev/null c 1 3
      [ -z "$CONSOLE" ] || { touch /dev/console; mount --bind "$CONSOLE" /dev/console; }
      mount -t proc proc /proc; cd /
      \(start.rawValue) exec "$@"
      """
    program = try RunningProgram(
      "/usr/bin/unshare",
      ["unshare", "--kill-child", "--fork", "--pid", "--mount", "sh", "-c", prepare, "sh", directory.path]
        + [Programs.path("runit"), Programs.path(name)],
      environment: ["CONSOLE": console ?? "", "PROGRAMS": Programs.directory])
    if start != .closed, start != .bare, console == nil { eventually(within: 30, "boots") { says("booting.") } }
  }

  /// Process 1, by the number that it has outside.
  var id: pid_t? { program.flatMap { ProcessTable.children(of: $0.id).first?.id } }

  var entry: ProcessEntry? { id.map { ProcessEntry($0) } }

  func signal(_ number: Int32) { if let id { kill(id, number) } }

  /// Asks for the end as `runit-init 0` does.
  func stop() throws {
    try directory.write("run/runit.stopit", "", mode: 0o100)
    signal(SIGCONT)
  }

  func wait(within seconds: Double = 60) -> RunningProgram.Ending? { program?.wait(within: seconds) }

  /// What its scripts have written on standard output.
  var output: String { program?.output ?? "" }

  /// What it has said itself, but for what begins each boot without a console.
  var notices: [String] {
    let lines = program?.error.split(separator: "\n").map(String.init) ?? []
    return lines.filter { $0.hasPrefix(prefix) && !$0.hasSuffix("booting.") && !$0.contains("/dev/console") }
      .map { String($0.dropFirst(prefix.count)) }
  }

  /// What it has said of a console that can't be opened.
  var consoleWarnings: [String] {
    (program?.error ?? "").split(separator: "\n").map(String.init)
      .filter { $0.hasPrefix(prefix + "warning: unable to open /dev/console") }
  }

  func says(_ text: String) -> Bool { program?.error.contains(text) ?? false }

  private let prefix = "- runit: "
}

extension RunningProgram.Ending {
  /// How a namespace ends whose process 1 switches it off. Debian's runit leaves it to the kernel (P4).
  static var powerOff: RunningProgram.Ending { Programs.areReference ? .signalled(SIGINT) : .exited(0) }
  /// How it ends for a new start, where the kernel has a say.
  static var reboot: RunningProgram.Ending { .signalled(SIGHUP) }
}

extension Trait where Self == ConditionTrait {
  /// For tests that need a PID namespace of their own.
  static var asProcessOne: ConditionTrait {
    .enabled("needs root and the right to make PID namespaces") {
      guard geteuid() == 0 else { return false }
      let arguments = ["unshare", "--fork", "--pid", "--mount", "true"]
      return try RunningProgram("/usr/bin/unshare", arguments).wait() == .exited(0)
    }
  }
}
