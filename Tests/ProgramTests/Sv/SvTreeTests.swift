import CLibc
import Foundation
import Testing

@Suite("sv tree", .withReference, .ours("sv tree"))
struct SvTreeTests {
  /// Services that are not supervised, by what they need.
  private func services(_ needs: [String: [String]]) throws -> Services {
    let services = try Services()
    for (name, needs) in needs {
      try services.make(name, ["run": Services.daemon, "dependencies": needs.map { $0 + "\n" }.joined()])
    }
    return services
  }

  @Test func `shows who needs whom`() throws {
    let services = try Services()
    try services.start("net")
    try services.start("db", ["run": Services.daemon, "dependencies": "net\n", "down": ""])
    try services.make("web", ["run": Services.daemon, "dependencies": "db\ncache\n"])
    try services.make("loop", ["run": Services.daemon, "dependencies": "pool\n"])
    try services.make("pool", ["run": Services.daemon, "dependencies": "loop\n"])
    let outcome = try services.sv("tree")
    #expect(
      outcome.output == """
        web (new)
          db (down)
            net (up)
          cache (broken)
        loop (new)
          pool (new)
            loop (new), see above

        """)
    #expect(try services.sv("tree", "db").output == "db (down)\n  net (up)\n")
    #expect(outcome.code == 0)
  }

  @Test func `shows what a service needs once, and marks it where it is needed again`() throws {
    let services = try services(["web": ["db", "cache"], "api": ["db"], "db": ["disk"], "cache": [], "disk": []])
    let outcome = try services.sv("tree")
    #expect(
      outcome.output == """
        api (new)
          db (new)
            disk (new)
        web (new)
          db (new), see above
          cache (new)

        """)
    #expect(try services.sv("tree", "db", "web").lines.last == "  cache (new)")
  }

  @Test func `ends where services need each other`() throws {
    let services = try services(["a": ["b"], "b": ["a"], "c": ["c"]])
    #expect(
      try services.sv("tree").output
        == "a (new)\n  b (new)\n    a (new), see above\nc (new)\n  c (new), see above\n")
  }

  @Test func `leaves out files, and shows links that lead nowhere`() throws {
    let services = try services(["a": []])
    try services.directory.write("README", "not a service")
    symlink("/nonexistent", services.directory("gone"))
    #expect(try services.sv("tree").output == "a (new)\ngone (broken)\n")
  }

  @Test func `takes time for dependencies, and not for the ways along them`() throws {
    let layers = 12
    var needs: [String: [String]] = [:]
    for layer in 0..<layers {
      for place in 0..<5 {
        needs["s\(layer)-\(place)"] = layer + 1 < layers ? (0..<5).map { "s\(layer + 1)-\($0)" } : []
      }
    }
    let outcome = try services(needs).sv("tree", within: 60)
    #expect(outcome.lines.count == 5 + 25 * (layers - 1))
  }

  @Test func `survives a chain of a thousand services`() throws {
    let needs = (0..<1000).map { ("s\(10_000 + $0)", $0 < 999 ? ["s\(10_001 + $0)"] : []) }
    let outcome = try services(Dictionary(uniqueKeysWithValues: needs)).sv("tree", within: 60)
    #expect(outcome.lines.count == 1000)
  }
}
