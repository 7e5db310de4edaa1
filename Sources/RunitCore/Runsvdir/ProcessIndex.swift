/// Finds the slot of a process.
///
/// A sorted array: the kernel hands out rising numbers, so nearly every insertion is an append.
struct ProcessIndex: Sendable {
  private var entries: [(process: Int32, slot: Int32)] = []

  var isEmpty: Bool { entries.isEmpty }

  mutating func insert(_ process: Int32, slot: Int) {
    entries.insert((process, Int32(slot)), at: place(of: process))
  }

  /// The slot of `process`; `nil` when it has none.
  subscript(process: Int32) -> Int? {
    let place = place(of: process)
    return place < entries.count && entries[place].process == process ? Int(entries[place].slot) : nil
  }

  /// Forgets `process` and returns its slot; `nil` when it has none.
  mutating func remove(_ process: Int32) -> Int? {
    guard let slot = self[process] else { return nil }
    entries.remove(at: place(of: process))
    return slot
  }

  private func place(of process: Int32) -> Int { entries.firstPlace { $0.process < process } }
}
