import Foundation
import Testing

@Suite("Names that are no text, in what sv prints", .withReference, .ours("printed as they are"))
struct SvNameTests {
  static let name = "a\n\u{1b}[2J"

  static let commands = [
    ["status"], ["-v", "hup"], ["start"], ["list"], ["tree"], ["why"], ["log"], ["-w", "0", "wait", "down"],
    ["-v", "once"], ["lint"], ["enable"], ["disable"], ["stop"], ["status", "none"], ["-d", "up", "none"],
  ]

  @Test(arguments: commands)
  func `are shown with question marks`(command: [String]) throws {
    let services = try Services()
    try services.start(Self.name, ["run": Services.daemon, "control/zz": "what lint finds"])
    let words = command + [Self.name]
    let outcome = try run("sv", words, environment: ["SVDIR": services.directory.path, "SVSRCDIR": "/nonexistent"])
    let text = outcome.output + outcome.error
    #expect(text.contains("a??[2J"))
    #expect(!text.contains("\u{1b}") && !text.contains(Self.name))
  }
}
