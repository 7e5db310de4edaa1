/// Names of directory entries, each once.
package struct NameSet: Sendable {
  private var names: [[UInt8]] = []

  package init() {}

  var isEmpty: Bool { names.isEmpty }

  func contains(_ name: Span<UInt8>) -> Bool {
    let place = place(of: name)
    return place < names.count && names[place].equals(name)
  }

  /// Returns whether the name is new.
  @discardableResult
  package mutating func insert(_ name: Span<UInt8>) -> Bool {
    let place = place(of: name)
    if place < names.count, names[place].equals(name) { return false }
    names.insert([UInt8](copying: name), at: place)
    return true
  }

  /// Where `name` is, or belongs.
  private func place(of name: Span<UInt8>) -> Int {
    names.firstPlace { $0.precedes(name) }
  }
}
