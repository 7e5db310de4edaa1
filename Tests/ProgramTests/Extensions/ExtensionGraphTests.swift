import Foundation
import Testing

@Suite("Trees of services", .ours("extensions.md: Dependencies"), .serialized)
struct ExtensionGraphTests {
  static let isFull = ProcessInfo.processInfo.environment["RUNIT_FULL"] != nil

  static let graphs: [ServiceGraph] = [
    .chain(50), .fan(200), .random(isFull ? 500 : 100, seed: 1),
  ]

  @Test(.timeLimit(.minutes(5)), arguments: graphs)
  func `start in order, stop in reverse order and leave no process`(graph: ServiceGraph) throws {
    let tree = try graph.makeTree()
    let names = graph.names
    try tree.start(names.reversed())
    eventually(within: 120, "all starts") { tree.events.count >= names.count }
    eventually(within: 120, "readiness of all") { names.allSatisfy { tree.phase($0) == "ready" } }
    for name in names { tree.terminate(name) }
    for name in names { #expect(tree.ending(of: name, within: 120) == .exited(0)) }
    graph.verify(tree.events)
    #expect(tree.events.count == 2 * names.count, "nobody started twice")
    let left = ProcessTable.all.filter { $0.workingDirectory?.hasPrefix(tree.place.path) == true }
    #expect(left.isEmpty)
  }

  @Test(.timeLimit(.minutes(5))) func `stop in reverse order when only the first is told to exit`() throws {
    let graph = ServiceGraph.random(40, seed: 3)
    let tree = try graph.makeTree()
    try tree.start(graph.names)
    eventually(within: 60) { graph.names.allSatisfy { tree.phase($0) == "ready" } }
    tree.terminate("s0")
    #expect(tree.ending(of: "s0", within: 60) == .exited(0))
    // Whoever needs s0, by whatever way, was stopped before it, and waits; all others were left alone.
    var needing: Set<Int> = [0]
    for (number, needed) in graph.dependencies.enumerated() where !needing.isDisjoint(with: needed) {
      needing.insert(number)
    }
    let stopped = tree.events.dropFirst(graph.names.count)
    let complaints = graph.names.flatMap { tree.complaints(of: $0) }
    #expect(stopped.last == "stop s0 -1 15", "\(tree.events) \(complaints)")
    #expect(stopped.sorted() == needing.map { "stop s\($0) -1 15" }.sorted(), "\(tree.events) \(complaints)")
    for number in graph.dependencies.indices.dropFirst() {
      tree.wait(for: needing.contains(number) ? "waiting" : "ready", of: "s\(number)")
    }
  }
}
