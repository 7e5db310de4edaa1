import RunitCore
import Testing

@Suite("An order of services that need each other")
struct DependencyPlanTests {
  typealias Graph = [String: [String]]

  static func plan(_ graph: Graph, _ names: [String]) -> DependencyPlan {
    DependencyPlan(names.map { Array($0.utf8) }) { name in
      graph[String(decoding: name, as: UTF8.self)]?.map { Array($0.utf8) }
    }
  }

  static func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }

  /// The stages, divided by bars; what was asked for has a star.
  static func stages(_ plan: DependencyPlan) -> String {
    var stages: [[String]] = []
    for step in plan.steps {
      if step.stage == stages.count { stages.append([]) }
      stages[step.stage].append(text(step.name) + (step.isNamed ? "*" : ""))
    }
    return stages.map { $0.joined(separator: " ") }.joined(separator: " | ")
  }

  static let orders: [(Graph, [String], String)] = [
    (["a": []], ["a"], "a*"),
    (["a": [], "b": []], ["b", "a", "b"], "b* a*"),
    (["a": ["b"], "b": ["c"], "c": ["d"], "d": []], ["a"], "d | c | b | a*"),
    (["a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []], ["a"], "d | b c | a*"),
    (["a": ["d", "b"], "b": ["c"], "c": ["d"], "d": []], ["a"], "d | c | b | a*"),
    (["a": ["b"], "b": ["c"], "c": []], ["a", "b"], "c | b* | a*"),
    (["a": ["c"], "b": ["c"], "c": []], ["b", "a"], "c | b* a*"),
    (["a": ["b", "b"], "b": []], ["a"], "b | a*"),
    (["a": ["b"], "b": [], "c": ["a"]], ["a"], "b | a*"),
    // A service that is not there itself is for the command to complain about.
    ([:], ["a"], "a*"),
    ([:], [], ""),
  ]

  @Test(arguments: orders)
  func `puts what has to come first into earlier stages`(graph: Graph, names: [String], order: String) {
    let plan = Self.plan(graph, names)
    #expect(Self.stages(plan) == order)
    #expect(plan.refusals.isEmpty)
  }

  static func missing(_ name: String) -> DependencyPlan.Problem { .missing(Array(name.utf8)) }
  static func cycle(_ names: String...) -> DependencyPlan.Problem { .cycle(names.map { Array($0.utf8) }) }

  static let mistakes: [(Graph, [String], [String: DependencyPlan.Problem], String)] = [
    (["a": ["b"]], ["a"], ["a": missing("b")], ""),
    (["a": ["b"], "b": ["c"]], ["a"], ["a": missing("c")], ""),
    (["a": ["b", "c"], "c": []], ["a", "c"], ["a": missing("b")], "c*"),
    (["a": ["b"]], ["a", "b"], ["a": missing("b")], "b*"),
    (["a": ["a"]], ["a"], ["a": cycle("a", "a")], ""),
    (["a": ["b"], "b": ["a"]], ["a"], ["a": cycle("a", "b", "a")], ""),
    (["a": ["b"], "b": ["a"]], ["b", "a"], ["a": cycle("a", "b", "a"), "b": cycle("b", "a", "b")], ""),
    (
      ["w": ["x", "a"], "x": [], "a": ["y", "b"], "y": [], "b": ["c"], "c": ["a"]], ["w", "x"],
      ["w": cycle("a", "b", "c", "a")], "x*"
    ),
    (["a": ["b"], "b": ["a"], "c": ["d"], "d": []], ["a", "c"], ["a": cycle("a", "b", "a")], "d | c*"),
  ]

  @Test(arguments: mistakes)
  func `leaves alone what waits in vain, and deals with the rest`(
    graph: Graph, names: [String], problems: [String: DependencyPlan.Problem], order: String
  ) {
    let plan = Self.plan(graph, names)
    let refusals = plan.refusals.map { (Self.text($0.name), $0.problem) }
    #expect(Dictionary(uniqueKeysWithValues: refusals) == problems)
    #expect(Self.stages(plan) == order)
  }

  @Test(arguments: 0..<300)
  func `is an order for any graph without circles`(seed: Int) {
    var numbers = Numbers(state: UInt64(seed))
    let count = numbers.next(upTo: 24) + 1
    // Names in an order that has nothing to do with that of the graph.
    let names = (0..<count).map { "s\($0)" }.shuffled(using: &numbers)
    var graph: Graph = [:]
    for (index, name) in names.enumerated() {
      graph[name] = names[..<index].filter { _ in numbers.next(upTo: 4) == 0 }
    }
    let named = names.filter { _ in numbers.next(upTo: 3) == 0 }.shuffled(using: &numbers)
    let plan = Self.plan(graph, named)
    #expect(plan.refusals.isEmpty)

    var places: [String: Int] = [:]
    var lastStage = 0
    for (place, step) in plan.steps.enumerated() {
      let name = Self.text(step.name)
      #expect(places.updateValue(place, forKey: name) == nil, "each of them once")
      #expect(step.isNamed == named.contains(name))
      #expect(step.stage == lastStage || step.stage == lastStage + 1 && place > 0)
      lastStage = step.stage
      #expect(step.prerequisites.map { Self.text(plan.steps[$0].name) } == graph[name])
      #expect(step.prerequisites.allSatisfy { $0 < place && plan.steps[$0].stage < step.stage })
    }
    #expect(Set(places.keys) == Self.closure(of: named, in: graph), "what is needed, and nothing else")
  }

  static func closure(of names: [String], in graph: Graph) -> Set<String> {
    names.reduce(into: []) { $0.formUnion(closure(of: graph[$1] ?? [], in: graph).union([$1])) }
  }

  /// Numbers that are the same in each run: splitmix64.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var value = state
      value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
      value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
      return value ^ value >> 31
    }

    mutating func next(upTo limit: Int) -> Int { Int(next() % UInt64(limit)) }
  }
}
