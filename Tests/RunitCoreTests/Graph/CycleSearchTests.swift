import RunitCore
import Testing

@Suite("The search for a cycle")
struct CycleSearchTests {
  /// The services `name: dependencies` from `a` on, and the cycle.
  static let graphs: [([String: [String]], String?)] = [
    ([:], nil),
    (["a": ["b", "c"], "b": ["c"], "c": []], nil),
    (["a": ["a"]], "a -> a"),
    (["a": ["b"], "b": ["a"]], "a -> b -> a"),
    (["a": ["x", "b"], "b": ["c"], "c": ["d", "a"], "x": ["c"]], "a -> x -> c -> a"),
    (["a": ["b"], "b": ["c"], "c": ["b"]], nil),
    (["a": ["ab"], "ab": ["abc"], "abc": ["ab", "aa"]], nil),
    (["a": (0..<300).map { "n\($0)" }], nil),
    (["a": [String(repeating: "n", count: 255)]], nil),
  ]

  @Test(arguments: graphs)
  func `finds the shortest way back to where it began`(graph: [String: [String]], cycle: String?) {
    var search = CycleSearch(from: "a".utf8Span.span)
    while let number = search.next() {
      let span = search.name(number)
      let name = String(decoding: span.indices.map { span[$0] }, as: UTF8.self)
      for dependency in graph[name] ?? [] { search.add(dependency.utf8Span.span, of: number) }
    }
    var text = TextBuffer<256>()
    search.write(to: &text)
    #expect(search.hasFoundCycle == (cycle != nil))
    #expect(String(decoding: text) == cycle ?? "")
  }

  @Test func `finds a way through as many services as it looks at`() {
    let last = CycleSearch.capacity - 1
    var search = CycleSearch(from: "s0".utf8Span.span)
    while let number = search.next() {
      search.add((number == last ? "s0" : "s\(number + 1)").utf8Span.span, of: number)
    }
    #expect(search.hasFoundCycle)
  }
}
