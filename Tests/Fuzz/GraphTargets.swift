import RunitCore

/// Services that need each other: names of one letter, each with those that it needs.
let graphTargets = [
  Target("dependencies", 24, ["ab\nbc\ncd\n", "ab\nba\n", "abc\nbd\ncd\nde\n"], plan),
  Target("cycle-search", 32, ["ab\nbc\nca\n", "ab\nbb\n"], searchCycle),
]

/// The edges of the input: a line `XYZ` says that X needs Y and Z.
private struct Needs {
  let lines: [[UInt8]]
  /// By the only byte of a name.
  private var names = [[[UInt8]]?](repeating: nil, count: 256)

  init(_ input: Span<UInt8>) {
    lines = input.array.parts("\n").filter { !$0.isEmpty }
    for line in lines { names[Int(line[0])] = (names[Int(line[0])] ?? []) + line.dropFirst().map { [$0] } }
  }

  func of(_ name: [UInt8]) -> [[UInt8]]? { names[Int(name[0])] }

  /// All that can be reached from `name`; `name` itself only if it is on a way back.
  func reached(from name: [UInt8]) -> [[UInt8]] {
    var reached: [[UInt8]] = []
    var rest = of(name) ?? []
    while let next = rest.popLast() {
      if reached.contains(next) { continue }
      reached.append(next)
      rest += of(next) ?? []
    }
    return reached
  }
}

private func plan(_ input: Span<UInt8>) {
  let needs = Needs(input)
  let names = needs.lines.prefix(3).map { [$0[0]] }
  let plan = DependencyPlan(names) { needs.of($0) }
  for (index, step) in plan.steps.enumerated() {
    require(step.prerequisites.allSatisfy { $0 < index }, "what is needed comes first")
    require(step.prerequisites.allSatisfy { plan.steps[$0].stage < step.stage }, "in an earlier stage")
    let prerequisites = step.prerequisites.map { plan.steps[$0].name }
    require(prerequisites == needs.of(step.name) ?? [], "and nothing else has to")
  }
  for name in names {
    let isPlanned = plan.steps.contains { $0.name == name && $0.isNamed }
    let isRefused = plan.refusals.contains { $0.name == name }
    require(isPlanned != isRefused, "a service is planned or refused")
    let reached = needs.reached(from: name)
    let isHopeless = reached.contains { needs.of($0) == nil || needs.reached(from: $0).contains($0) }
    require(isRefused == isHopeless, "it is refused for what is missing, and for circles")
  }
  for case .cycle(let way) in plan.refusals.map(\.problem) { requireCycle(way, needs) }
  for name in names {
    let way = DependencyGraph.cycle(from: name) { needs.of($0) ?? [] }
    require((way != nil) == needs.reached(from: name).contains(name), "a circle is found where there is one")
    if let way { requireCycle(way, needs) }
  }
  let all = names + names.flatMap { needs.reached(from: $0) }
  let forest = DependencyForest(all, all.map { needs.of($0) ?? [] })
  let shown = forest.roots.flatMap { [all[$0]] + needs.reached(from: all[$0]) }
  require(all.allSatisfy { shown.contains($0) }, "every service is in a tree")
}

private func requireCycle(_ way: [[UInt8]], _ needs: Needs) {
  require(way.count >= 2 && way.first == way.last, "a circle ends where it begins")
  for (name, next) in zip(way, way.dropFirst()) { require(needs.of(name)?.contains(next) == true, "step by step") }
}

private func searchCycle(_ input: Span<UInt8>) {
  let needs = Needs(input)
  guard let root = needs.lines.first.map({ [$0[0]] }) else { return }
  var search = CycleSearch(from: root.span)
  while let number = search.next() {
    let name = search.name(number).array
    for next in needs.of(name) ?? [] { search.add(next.span, of: number) }
  }
  require(search.hasFoundCycle == needs.reached(from: root).contains(root), "a circle is found where there is one")
  guard search.hasFoundCycle else { return }
  var text = TextBuffer<1024>()
  search.write(to: &text)
  // A name is one byte, and an arrow four.
  let way = stride(from: 0, to: text.count, by: 5).map { [text.span[$0]] }
  require(text.count == 5 * way.count - 4, "names and arrows take turns")
  requireCycle(way, needs)
}
