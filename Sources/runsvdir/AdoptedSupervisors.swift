import RunitCore
import Unix

/// The `runsv` processes that were adopted from another `runsvdir`. They are no children: their end has to be watched.
struct AdoptedSupervisors: ~Copyable {
  private final class Entry {
    let process: Int32
    let descriptor: ProcessDescriptor
    var hasEnded = false

    init(_ process: Int32, _ descriptor: consuming ProcessDescriptor) {
      self.process = process
      self.descriptor = descriptor
    }
  }

  private var entries: [Entry] = []

  init() {}

  var isEmpty: Bool { entries.isEmpty }

  mutating func hold(_ process: Int32, _ descriptor: consuming ProcessDescriptor) {
    entries.append(Entry(process, descriptor))
  }

  mutating func forget(_ process: Int32) { entries.removeAll { $0.process == process } }

  /// The descriptor that holds `process`; -1 when it is none of these.
  func descriptor(of process: Int32) -> Int32 {
    for entry in entries where entry.process == process { return entry.descriptor.rawValue }
    return -1
  }

  /// Lets the descriptors survive the execution of another program, or not.
  func setKeptOnExec(_ isKept: Bool) throws(Errno) {
    for entry in entries { try entry.descriptor.setCloseOnExec(!isKept) }
  }

  /// Sees which of these have ended.
  func look() {
    for entry in entries where entry.descriptor.hasEnded { entry.hasEnded = true }
  }

  /// Sends `signal` to `process` if it is one of these; otherwise returns `false`.
  func send(_ signal: Signal, to process: Int32) -> Bool {
    for entry in entries where entry.process == process {
      try? entry.descriptor.send(signal)  // one that has ended will show that
      return true
    }
    return false
  }

  /// Waits as ``InlineArray/wait(timeoutMilliseconds:)`` does, for the end of one of these as well.
  func wait<let count: Int>(
    with others: inout InlineArray<count, PollEntry>, timeoutNanoseconds: Int64
  ) throws(Errno) {
    var all: [PollEntry] = []
    for index in others.indices { all.append(others[index]) }
    for entry in entries { all.append(PollEntry(reading: entry.descriptor.rawValue)) }
    try all.wait(timeoutNanoseconds: timeoutNanoseconds)
    for index in others.indices { others[index] = all[index] }
    for index in entries.indices where all[count + index].isReady { entries[index].hasEnded = true }
  }

  /// Takes one that was seen to have ended.
  mutating func takeEnded() -> Int32? {
    guard let index = entries.firstIndex(where: { $0.hasEnded }) else { return nil }
    return entries.remove(at: index).process
  }
}
