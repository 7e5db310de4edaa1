import RunitCore
import Unix

// The search for a circle of services that wait for each other.
extension Dependencies {
  /// Whether the service waits, by way of others, for itself.
  @inline(never)
  func findCycle(_ surroundings: borrowing Surroundings) -> Bool {
    searchCycle(surroundings).hasFoundCycle
  }

  /// Adds the services of the circle to a reason.
  @inline(never)
  func appendCycle(to reason: inout TextBuffer<256>, _ surroundings: borrowing Surroundings) {
    reason.append(": ")
    searchCycle(surroundings).write(to: &reason)
  }

  private func searchCycle(_ surroundings: borrowing Surroundings) -> CycleSearch {
    var search = surroundings.name.withCString { CycleSearch(from: $0.bytes) }
    while let number = search.next() {
      var name = CStringBuffer<256>()
      guard name.append(search.name(number)) else { continue }
      name.withCString { name in
        guard let directory = surroundings.openSibling(name) else { return }
        try? DependencyList.forEach(in: directory, complain: { _ in }) { search.add($0.bytes, of: number) }
      }
    }
    return search
  }
}
