/// The search for a service that waits for itself, by way of others.
///
/// Breadth first over at most ``capacity`` services: whoever leads the search reads the dependencies of each
/// ``next()`` service and tells them to ``add(_:of:)``. What lies beyond the capacity is not found.
package struct CycleSearch: Sendable {
  /// The largest number of services that are looked at.
  package static let capacity = 256

  private struct Node: Sendable {
    var offset: UInt16
    var count: UInt16
    /// The service that depends on it.
    var parent: UInt16
  }

  private var names = TextBuffer<4096>()
  private var nodes = InlineArray<256, Node>(repeating: Node(offset: 0, count: 0, parent: 0))
  private var count = 0
  private var position = 0
  /// The service that depends on the first one, which closes the cycle.
  private var closing: Int?

  /// Begins at the service `root`.
  package init(from root: Span<UInt8>) { insert(root, parent: 0) }

  package var hasFoundCycle: Bool { closing != nil }

  /// The number of the next service to look at; `nil` when all were, or when a cycle is found.
  package mutating func next() -> Int? {
    guard closing == nil, position < count else { return nil }
    position += 1
    return position - 1
  }

  /// The name of a service that ``next()`` returned.
  @_lifetime(borrow self)
  package func name(_ number: Int) -> Span<UInt8> {
    let start = Int(nodes[number].offset)
    return names.span.extracting(start..<(start + Int(nodes[number].count)))
  }

  /// Takes note that `service` depends on `name`.
  package mutating func add(_ name: Span<UInt8>, of service: Int) {
    guard closing == nil else { return }
    if name.equals(self.name(0)) {
      closing = service
      return
    }
    for number in 0..<count where name.equals(self.name(number)) { return }
    insert(name, parent: service)
  }

  /// Appends the cycle: `a -> b -> a`.
  package func write<let size: Int>(to text: inout TextBuffer<size>) {
    guard let closing else { return }
    // The parents lead backwards, and the path is to be read forwards: for each place, walk back to it.
    var depth = 0
    var service = closing
    while service != 0 {
      depth += 1
      service = Int(nodes[service].parent)
    }
    for place in 0...depth {
      service = closing
      for _ in 0..<(depth - place) { service = Int(nodes[service].parent) }
      text.append(name(service))
      text.append(" -> ")
    }
    text.append(name(0))
  }

  private mutating func insert(_ name: Span<UInt8>, parent: Int) {
    let offset = names.count
    guard count < Self.capacity, offset + name.count <= TextBuffer<4096>.size else { return }
    names.append(name)
    nodes[count] = Node(offset: UInt16(offset), count: UInt16(name.count), parent: UInt16(parent))
    count += 1
  }
}
