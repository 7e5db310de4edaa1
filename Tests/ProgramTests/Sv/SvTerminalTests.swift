import Foundation
import Testing

@Suite("sv at a terminal", .ours("what to do next"), .enabled(if: Screen.isAvailable, "needs tmux"))
struct SvTerminalTests {
  /// Mistakes, and what a person is told to do next. Programs are not: the other suites compare every byte.
  static let mistakes: [(String, String)] = [
    ("status none", "Next: sv why none"), ("start none", "Next: sv why none"),
    ("-w 0 stop web none", "Next: sv why web none"),
    ("zap web", "Next: sv --help, or man sv"), ("log", "Next: sv --help, or man sv"),
    ("-z", "Next: sv --help, or man sv"),
    ("enable none", "Next: sv list -a"), ("disable web", "Next: sv lint"),
  ]

  @Test(arguments: mistakes)
  func `says after a mistake what to do next`(words: String, advice: String) throws {
    let services = try Services()
    try services.make("web")
    let environment = ["SVDIR": services.directory.path, "SVSRCDIR": services.directory.path]
    let screen = try Screen("\(Programs.path("sv")) \(words)", environment: environment)
    try eventually("\(advice) in \((try? screen.text()) ?? "")") { try screen.text().contains(advice) }
  }

  @Test func `says nothing more when all is well`() throws {
    let services = try Services()
    try services.start("web", by: Programs.path("runsv"))
    let screen = try Screen("\(Programs.path("sv")) status web", environment: ["SVDIR": services.directory.path])
    try eventually { try screen.text().contains("run: web: (pid") }
    #expect(try !screen.text().contains("Next"))
  }
}
