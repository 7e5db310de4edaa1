/// Services by who needs whom, to be shown as trees.
public struct DependencyForest {
  /// The services, by their places among the names, from which all those can be reached that need others or are needed:
  /// those that nobody needs, and the first of each circle.
  public let roots: [Int]

  /// `needs` are the names that each of the services `names` needs.
  public init(_ names: [[UInt8]], _ needs: [[[UInt8]]]) {
    var reached = [Bool](repeating: false, count: names.count)
    var roots: [Int] = []

    func reach(_ index: Int) {
      guard !reached[index] else { return }
      reached[index] = true
      for name in needs[index] { if let next = names.firstIndex(of: name) { reach(next) } }
    }

    for index in names.indices where !needs.contains(where: { $0.contains(names[index]) }) {
      roots.append(index)
      reach(index)
    }
    for index in names.indices where !reached[index] {
      roots.append(index)
      reach(index)
    }
    self.roots = roots
  }
}
