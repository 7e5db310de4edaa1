/// The entries that lead nowhere, or do not show where they lead, each once.
struct UnreadableNames: Sendable {
  private struct Entry {
    let name: [UInt8]
    /// When it was first seen, on the monotonic clock.
    let since: Int64
    let isReported: Bool
  }

  private var entries: [Entry] = []

  var isEmpty: Bool { entries.isEmpty }

  func contains(_ name: Span<UInt8>) -> Bool { entry(name) != nil }

  /// When the next entry is due to be reported, if it is still there; `Int64.max` for never.
  var deadline: Int64 {
    entries.reduce(.max) { $1.isReported ? $0 : min($0, $1.since + Settling.shortest) }
  }

  /// Takes note that `name` was seen at `now`, after a scan that saw `former`. Returns whether it is to be reported: once,
  /// and not before it was there for a while, unless `isInitial`.
  mutating func insert(
    _ name: Span<UInt8>, seenAt now: Int64, after former: UnreadableNames, isInitial: Bool
  ) -> Bool {
    let known = former.entry(name)
    let since = known?.since ?? now
    let wasReported = known?.isReported ?? false
    let isReported = wasReported || isInitial || now - since >= Settling.shortest
    let place = place(of: name)
    guard place == entries.count || !entries[place].name.equals(name) else { return false }
    entries.insert(Entry(name: [UInt8](copying: name), since: since, isReported: isReported), at: place)
    return isReported && !wasReported
  }

  private func entry(_ name: Span<UInt8>) -> Entry? {
    let place = place(of: name)
    return place < entries.count && entries[place].name.equals(name) ? entries[place] : nil
  }

  /// Where `name` is, or belongs.
  private func place(of name: Span<UInt8>) -> Int { entries.firstPlace { $0.name.precedes(name) } }
}
