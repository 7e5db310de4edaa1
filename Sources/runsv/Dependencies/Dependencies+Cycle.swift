import RunitCore
import Unix

// The search for a circle of services that wait for each other.
extension Dependencies {
  /// Finds out whether the service waits, by way of others, for itself; `nil` when it does not. What can't be told is
  /// unmet, for which another search follows.
  @inline(never)
  func findCycle(_ surroundings: borrowing Surroundings) -> DependencyState? {
    do throws(Errno) {
      return try searchCycle(surroundings).hasFoundCycle ? .cycle : nil
    } catch {
      return .unmet
    }
  }

  /// Adds the services of the circle to a reason.
  @inline(never)
  func appendCycle(to reason: inout TextBuffer<256>, _ surroundings: borrowing Surroundings) {
    reason.append(": ")
    do throws(Errno) {
      try searchCycle(surroundings).write(to: &reason)
    } catch {
      // It was found a moment ago, and must do without its names.
    }
  }

  private func searchCycle(_ surroundings: borrowing Surroundings) throws(Errno) -> CycleSearch {
    var search = surroundings.name.withCString { CycleSearch(from: $0.bytes) }
    while let number = search.next() {
      var name = CStringBuffer<256>()
      guard name.append(search.name(number)) else { continue }
      try name.withCString { (name) throws(Errno) in
        guard let directory = try surroundings.openSibling(name) else { return }
        try DependencyList.forEach(in: directory, complain: { _ in }) { search.add($0.bytes, of: number) }
      }
    }
    return search
  }
}
