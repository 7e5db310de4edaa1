/// Services by who needs whom, to be shown as trees.
package struct DependencyForest {
  /// The services, by their places among the names, from which all those can be reached that need others or are needed:
  /// those that nobody needs, and the first of each cycle.
  package private(set) var roots: [Int] = []

  private let needs: [[Int]]
  private var isReached: [Bool]

  /// `needs` are the names that each of the services `names` needs.
  package init(_ names: [[UInt8]], _ needs: [[[UInt8]]]) {
    let order = names.indices.sorted { Self.isInOrder(names[$0], names[$1]) }
    self.needs = needs.map { needs in
      needs.compactMap { name in
        let place = order.firstPlace { Self.isInOrder(names[$0], name) }
        return place < order.count && names[order[place]] == name ? order[place] : nil
      }
    }
    isReached = [Bool](repeating: false, count: names.count)
    var isNeeded = isReached
    for needs in self.needs { for index in needs { isNeeded[index] = true } }
    for index in names.indices where !isNeeded[index] { addRoot(index) }
    for index in names.indices where !isReached[index] { addRoot(index) }
  }

  private static func isInOrder(_ first: [UInt8], _ second: [UInt8]) -> Bool { first.precedes(second.span) }

  private mutating func addRoot(_ root: Int) {
    roots.append(root)
    // Not by recursion: a chain may be as long as there are files.
    var pending = [root]
    while let index = pending.popLast() {
      guard !isReached[index] else { continue }
      isReached[index] = true
      pending += needs[index]
    }
  }
}
