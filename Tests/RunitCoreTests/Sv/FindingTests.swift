import RunitCore
import Testing

@Suite("A finding of sv lint")
struct FindingTests {
  static let findings: [(Finding, String)] = [
    (.script(.notExecutable), "a/run: is not executable: chmod +x a/run"),
    (
      .value(.notificationDescriptor, Array("one".utf8)),
      "a/run: invalid value `one': write the number of a descriptor, 3 or more"
    ),
    (.nothingToCheck, "a/run: there is no executable check: write check, or remove this file"),
    (
      .danglingLink(target: Array("/x\n".utf8)),
      "a/run: leads to what does not exist, `/x?': remove it, or make what it leads to"
    ),
    (
      .unknownService(Array("db".utf8)),
      "a/run: no such service, `db': correct the name, or enable that service"
    ),
    (
      .cycle([Array("a".utf8), Array("b".utf8), Array("a".utf8)]),
      "a/run: dependency cycle a -> b -> a: take one of them out"
    ),
  ]

  @Test(arguments: findings)
  func `names the file, the problem and the remedy`(finding: Finding, line: String) {
    var text = ByteCollector()
    finding.write("a/run".utf8Span.span, to: &text)
    #expect(String(text) == line + "\n")
  }

  static let graphs: [([String: [String]], String?)] = [
    (["a": ["b"], "b": ["a"]], "a b a"), (["a": ["a"]], "a a"), (["a": ["b", "c"], "b": [], "c": ["d"]], nil),
    (["a": ["b", "c"], "b": ["d"], "c": ["d"], "d": ["a"]], "a b d a"), (["a": ["b"], "b": ["c"], "c": ["b"]], nil),
    ([:], nil),
  ]

  @Test(arguments: graphs)
  func `may be a way from a service to itself`(graph: [String: [String]], way: String?) {
    let cycle = DependencyGraph.cycle(from: Array("a".utf8)) { name in
      (graph[String(decoding: name, as: UTF8.self)] ?? []).map { Array($0.utf8) }
    }
    #expect(cycle.map { $0.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ") } == way)
  }
}
