/// All services that have to do with some that were asked for, by who has to come before whom.
struct PrerequisiteGraph {
  struct Node {
    let name: [UInt8]
    /// The places of those that come first.
    var prerequisites: [Int] = []
    var isMissing = false
    /// One more than the last stage of any prerequisite; `nil` in a circle, and behind one.
    var stage: Int?
  }

  /// Those that were asked for are the first.
  private(set) var nodes: [Node] = []
  private(set) var rootCount = 0
  private(set) var stageCount = 0

  init(_ names: [[UInt8]], _ prerequisites: ([UInt8]) -> [[UInt8]]?) {
    for name in names { _ = place(of: name) }
    rootCount = nodes.count
    // Not by recursion: a chain may be as long as there are files.
    var index = 0
    while index < nodes.count {
      if let names = prerequisites(nodes[index].name) {
        for name in names { nodes[index].prerequisites.append(place(of: name)) }
      } else {
        nodes[index].isMissing = true
      }
      index += 1
    }
    assignStages()
  }

  private mutating func place(of name: [UInt8]) -> Int {
    if let place = nodes.firstIndex(where: { $0.name == name }) { return place }
    nodes.append(Node(name: name))
    return nodes.count - 1
  }

  private mutating func assignStages() {
    while true {
      let ready = nodes.indices.filter { index in
        nodes[index].stage == nil && nodes[index].prerequisites.allSatisfy { nodes[$0].stage != nil }
      }
      if ready.isEmpty { return }
      for index in ready { nodes[index].stage = stageCount }
      stageCount += 1
    }
  }

  /// The service at `root`, and all that have to come before it.
  func reached(from root: Int) -> [Int] {
    var isReached = [Bool](repeating: false, count: nodes.count)
    isReached[root] = true
    var reached = [root]
    var position = 0
    while position < reached.count {
      for next in nodes[reached[position]].prerequisites where !isReached[next] {
        isReached[next] = true
        reached.append(next)
      }
      position += 1
    }
    return reached
  }

  /// Why nothing can be done for the service at `root`, of which all that come before it were `reached`.
  ///
  /// That it is missing itself is not for us to say: whoever gives it the command says it better.
  func problem(of root: Int, _ reached: [Int]) -> DependencyPlan.Problem? {
    for index in reached where index != root && nodes[index].isMissing { return .missing(nodes[index].name) }
    return nodes[root].stage == nil ? .cycle(cycle(before: root)) : nil
  }

  /// A circle that the service at `root` would have to wait for. What has no stage has a prerequisite without one: to go
  /// from one to the next leads round in the end.
  private func cycle(before root: Int) -> [[UInt8]] {
    var way = [root]
    while let next = nodes[way[way.count - 1]].prerequisites.first(where: { nodes[$0].stage == nil }) {
      let start = way.firstIndex(of: next)
      way.append(next)
      if let start { return way[start...].map { nodes[$0].name } }
    }
    return []
  }
}
