import Foundation
import Testing

@Suite("Completion of sv", .ours("completion"))
struct SvCompletionTests {
  static let folder = Checkout.file("Sources/sv/completions").path

  static func has(_ shell: String) -> Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/" + shell) }

  /// The words of a line, of which the last is completed, and some of what is offered, all of which begins with it.
  static let lines: [([String], Set<String>)] = [
    (["st"], ["status", "start", "stop"]), (["wa"], ["wait", "watch"]), (["why", "w"], ["web", "worker"]),
    (["status", "web", "d"], ["db"]), (["enable", "sp"], ["spare"]), (["wait", "r"], ["ready"]),
    (["wait", "up", "d"], ["db"]), (["-w", "5", "rest"], ["restart"]), (["-v", "stop", "wo"], ["worker"]),
    (["log", "-n", "5", "d"], ["db"]), (["list", "--j"], ["--json"]), (["enable", "--d"], ["--down"]),
    (["-d", "up", "we"], ["web"]), (["--ver"], ["--version"]),
  ]

  /// Services, and what could be one, for completion.
  static func environment() throws -> (Services, [String: String]) {
    let services = try Services()
    for name in ["all/web", "all/worker", "all/db", "sources/spare"] { try services.make(name) }
    try services.directory.write("all/write-me-down", "no directory")
    let variables = [
      "SVDIR": services.directory("all"), "SVSRCDIR": services.directory("sources"), "HOME": services.directory.path,
    ]
    return (services, variables)
  }

  @Test(.enabled(if: has("bash"), "needs bash"), arguments: lines)
  func `works in bash`(words: [String], offers: Set<String>) throws {
    let (services, variables) = try Self.environment()
    let script = """
      source "$1"; shift; COMP_WORDS=(sv "$@"); COMP_CWORD=$#; _sv; printf '%s\\n' "${COMPREPLY[@]}"
      """
    let outcome = try run(
      "bash", ["-c", script, "bash", Self.folder + "/sv.bash"] + words, executable: "/usr/bin/bash",
      environment: variables, in: services.directory.path)
    #expect(Set(outcome.output.split(separator: "\n").map(String.init)) == offers)
    #expect(outcome.error.isEmpty)
  }

  @Test(.enabled(if: has("fish"), "needs fish"), arguments: lines)
  func `works in fish`(words: [String], offers: Set<String>) throws {
    let (services, variables) = try Self.environment()
    // As if installed: fish has a completion of its own, which is for runit's sv.
    try services.make("config/fish/completions", [:])
    symlink(Self.folder + "/sv.fish", services.directory("config/fish/completions/sv.fish"))
    let line = (["sv"] + words).joined(separator: " ")
    let outcome = try run(
      "fish", ["-c", "complete -C '\(line)'"], executable: "/usr/bin/fish",
      environment: variables.merging(["XDG_CONFIG_HOME": services.directory("config")]) { $1 },
      in: services.directory.path)
    let found = outcome.output.split(separator: "\n").map { String($0.split(separator: "\t")[0]) }
    #expect(Set(found) == offers)
  }

  static let keys: [(String, String)] = [
    ("sv statu", "sv status"), ("sv why we", "sv why web"), ("sv enable sp", "sv enable spare"),
    ("sv wait rea", "sv wait ready"), ("sv wait up d", "sv wait up db"), ("sv -w 5 restar", "sv -w 5 restart"),
  ]

  @Test(.enabled(if: has("zsh") && Screen.isAvailable, "needs zsh and tmux"))
  func `works in zsh`() throws {
    let (services, variables) = try Self.environment()
    let screen = try Screen("exec zsh -f", environment: variables)
    try screen.type(
      "fpath=(\(Self.folder) $fpath); autoload -Uz compinit; compinit -u -D; PS1='zsh''> '; clear", "Enter")
    try eventually { try screen.text().hasPrefix("zsh>") }
    for (typed, completed) in Self.keys {
      try screen.type(typed, "Tab")
      try eventually { try screen.text().contains("zsh> \(completed)") }
      try screen.type("C-u", "C-l")
      try eventually { try !screen.text().contains(completed) }
    }
    _ = services
  }
}
