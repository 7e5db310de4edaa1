import Foundation
import Testing

/// Services that depend on each other without a cycle: each on some of those before it.
struct ServiceGraph: CustomTestStringConvertible {
  let testDescription: String
  /// The numbers of the services on which each one depends.
  let dependencies: [[Int]]

  static func chain(_ count: Int) -> ServiceGraph {
    ServiceGraph(testDescription: "\(count) in a chain", dependencies: (0..<count).map { $0 == 0 ? [] : [$0 - 1] })
  }

  static func fan(_ count: Int) -> ServiceGraph {
    ServiceGraph(testDescription: "\(count) on one", dependencies: (0...count).map { $0 == 0 ? [] : [0] })
  }

  /// The same graph for the same seed.
  static func random(_ count: Int, seed: UInt64) -> ServiceGraph {
    var state = seed
    func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let dependencies = (0..<count).map { number in
      number == 0 ? [] : Set((0..<below(4)).map { _ in below(number) }).sorted()
    }
    return ServiceGraph(testDescription: "\(count) at random, seed \(seed)", dependencies: dependencies)
  }

  var names: [String] { dependencies.indices.map { "s\($0)" } }

  func makeTree() throws -> ServiceTree {
    let tree = try ServiceTree()
    for (number, needed) in dependencies.enumerated() {
      try tree.add("s\(number)", TreeScript.member(needed.map { "s\($0)" }))
    }
    return tree
  }

  /// Checks that each service started after all that it needs, and stopped before them.
  func verify(_ events: [String], sourceLocation: SourceLocation = #_sourceLocation) {
    var starts: [Substring: Int] = [:]
    var stops: [Substring: Int] = [:]
    for (place, event) in events.enumerated() {
      let words = event.split(separator: " ")
      if words[0] == "start" { starts[words[1]] = place } else { stops[words[1]] = place }
    }
    #expect(starts.count == dependencies.count, sourceLocation: sourceLocation)
    #expect(stops.count == dependencies.count, sourceLocation: sourceLocation)
    for (number, needed) in dependencies.enumerated() {
      for other in needed {
        let (name, need) = (Substring("s\(number)"), Substring("s\(other)"))
        #expect(starts[need] ?? .max < starts[name] ?? -1, "\(name) needs \(need)", sourceLocation: sourceLocation)
        #expect(stops[name] ?? .max < stops[need] ?? -1, "\(name) needs \(need)", sourceLocation: sourceLocation)
      }
    }
  }
}
