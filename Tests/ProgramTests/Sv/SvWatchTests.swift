import CLibc
import Foundation
import Testing

/// A terminal of its own for a program, whose screen can be read.
final class Screen {
  private let socket = "runit-test-" + UUID().uuidString
  private static let tmux = "/usr/bin/tmux"
  static let isAvailable = FileManager.default.isExecutableFile(atPath: tmux)

  init(_ command: String, environment: [String: String], width: Int = 80, height: Int = 12) throws {
    let variables = environment.map { "\($0)='\($1)'" }.joined(separator: " ")
    _ = try tmux(
      "-f", "/dev/null", "new-session", "-d", "-x", String(width), "-y", String(height),
      "env \(variables) PS1='prompt> ' /bin/sh")
    eventually { (try? text().contains("prompt>")) ?? false }
    try type(command, "Enter")
  }

  deinit { _ = try? tmux("kill-server") }

  @discardableResult
  private func tmux(_ arguments: String...) throws -> String {
    try run(
      "tmux", ["-L", socket] + arguments, executable: Self.tmux,
      environment: ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
    ).output
  }

  func type(_ keys: String...) throws { for key in keys { try tmux("send-keys", key) } }

  /// What is to be seen.
  func text() throws -> String { try tmux("capture-pane", "-p") }

  /// The same with its colours.
  func colours() throws -> String { try tmux("capture-pane", "-p", "-e") }

  func resize(width: Int) throws { try tmux("resize-window", "-x", String(width)) }
}

@Suite("sv watch", .withReference, .ours("sv watch"), .enabled(if: Screen.isAvailable, "needs tmux"))
struct SvWatchTests {
  static func watch(_ services: Services, _ name: String = "") throws -> Screen {
    let screen = try Screen("\(Programs.path("sv")) watch \(name)", environment: ["SVDIR": services.directory.path])
    eventually { (try? screen.text().hasPrefix("SERVICE")) ?? false }
    return screen
  }

  @Test func `draws the table anew at each change`() throws {
    let services = try Services()
    try services.start("web")
    let screen = try Self.watch(services)
    try eventually { try screen.text().contains("web      up     \(services.pid("web"))") }
    #expect(try screen.colours().contains("\u{1b}["))
    services.letGrowOld("web")
    #expect(try services.sv("stop", "web").code == 0)
    try eventually { try screen.text().contains("web      down   -") }
    try services.make("young")
    try eventually { try screen.text().contains("young    new") }
    try FileManager.default.removeItem(atPath: services.directory("young"))
    try eventually { try !screen.text().contains("young") }
    try screen.resize(width: 20)
    try eventually { try screen.text().split(separator: "\n").first == "SERVICE  STATE  PID" }
  }

  @Test(arguments: ["q", "C-c", "C-\\"])
  func `leaves the terminal as it was`(key: String) throws {
    let services = try Services()
    try services.start("web")
    let screen = try Self.watch(services)
    try screen.type(key)
    try eventually { try screen.text().contains("prompt>") && !screen.text().contains("SERVICE") }
    try screen.type("echo code $?", "Enter")
    try eventually { try screen.text().contains("code 0") }
    try screen.type("stty -a", "Enter")
    try eventually { try screen.text().contains("icanon iexten echo ") }
  }

  @Test func `leaves the terminal as it was while it stands still, and when it is told to end`() throws {
    let services = try Services()
    try services.start("web")
    let screen = try Self.watch(services, services.directory("web"))
    let watcher = try #require(ProcessTable.all.first { $0.arguments.last == services.directory("web") })
    try screen.type("C-z")
    try eventually { try screen.text().contains("prompt>") && !screen.text().contains("SERVICE") }
    try screen.type("fg", "Enter")
    try eventually { try screen.text().hasPrefix("SERVICE") }
    kill(watcher.id, SIGTERM)
    try eventually { try screen.text().contains("prompt>") && !screen.text().contains("SERVICE") }
    try screen.type("stty -a", "Enter")
    try eventually { try screen.text().contains("icanon iexten echo ") }
  }

  @Test func `needs a terminal`() throws {
    let services = try Services()
    let outcome = try services.sv("watch")
    #expect(outcome.error == "sv: fatal: unable to watch: standard output is not a terminal\n")
    #expect(outcome.code == 100)
  }
}
