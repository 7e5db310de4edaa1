/// The order in which services are brought up or taken down when some have to come before others.
///
/// Who comes before whom is the caller's to say: what a service needs when it is to be brought up, who needs it when it
/// is to be taken down.
package struct DependencyPlan: Sendable {
  /// One service.
  package struct Step: Sendable {
    package let name: [UInt8]
    /// Whether it was asked for; any other only has to come before one that was.
    package let isNamed: Bool
    /// Those of one stage have nothing to do with each other, only with those of earlier stages.
    package let stage: Int
    /// The places among the steps of those that have to come first.
    package let prerequisites: [Int]
  }

  /// Why nothing is done for a service that was asked for.
  package enum Problem: Equatable, Sendable {
    /// There is no such service, and it would have to come first.
    case missing([UInt8])
    /// It would have to wait for services that wait for each other: a way from one of them to itself, both ends named.
    case cycle([[UInt8]])
  }

  package struct Refusal: Sendable {
    package let name: [UInt8]
    package let problem: Problem
  }

  /// The services by stages; of one stage in the order in which they were found.
  package private(set) var steps: [Step] = []
  /// The services that were asked for and are left alone, with all that only they would call for.
  package private(set) var refusals: [Refusal] = []

  /// Plans for the services `names`. `prerequisites` tells what has to come before a service, `nil` of one that is not
  /// there; it is asked once about each.
  package init(_ names: [[UInt8]], prerequisites: ([UInt8]) -> [[UInt8]]?) {
    let graph = PrerequisiteGraph(names, prerequisites)
    var isWanted = [Bool](repeating: false, count: graph.nodes.count)
    for root in 0..<graph.rootCount {
      let reached = graph.reached(from: root)
      if let problem = graph.problem(of: root, reached) {
        refusals.append(Refusal(name: graph.nodes[root].name, problem: problem))
      } else {
        for index in reached { isWanted[index] = true }
      }
    }
    takeSteps(of: graph, isWanted)
  }

  private mutating func takeSteps(of graph: PrerequisiteGraph, _ isWanted: [Bool]) {
    var places = [Int](repeating: 0, count: graph.nodes.count)
    for stage in 0..<graph.stageCount {
      for (index, node) in graph.nodes.enumerated() where isWanted[index] && node.stage == stage {
        places[index] = steps.count
        steps.append(
          Step(
            name: node.name, isNamed: index < graph.rootCount, stage: stage,
            prerequisites: node.prerequisites.map { places[$0] }))
      }
    }
  }
}
