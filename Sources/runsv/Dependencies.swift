import CLibc
import RunitCore
import Unix

/// The services that this one needs: watched through inotify, and held through their FIFO `supervise/dependents`, whose
/// end of file tells a dependency that nobody needs it any more.
struct Dependencies: ~Copyable {
  /// The largest number of dependencies.
  static let capacity = 64

  private let reporter: Reporter
  private var watch: FileWatch?
  private var fifos = FIFOList()
  /// The dependencies that are not ready, as bits.
  private var unmet: UInt64 = 0
  private var count = 0
  private var hasComplained = false

  init(_ reporter: Reporter) { self.reporter = reporter }

  /// The descriptor that is ready when a dependency has changed.
  var news: CInt {
    switch watch {
    case .some(let watch): watch.rawValue
    case .none: -1
    }
  }

  /// Looks at all dependencies, and holds them if every one is ready.
  mutating func acquire(_ surroundings: borrowing Surroundings) -> DependencyState {
    release()
    guard exists("dependencies") || exists("dependencies.d") else { return .met }
    if watch == nil { watch = try? FileWatch() }
    visit(surroundings) { dependencies, name, number in
      let neighbour = Neighbour(name)
      switch dependencies.watch {
      case .some(let watch): neighbour.watch(with: watch)
      case .none: break
      }
      let fifo = neighbour.hold()
      if !neighbour.isReady(isHeld: fifo != nil) { dependencies.unmet |= 1 << UInt64(number) }
      if let fifo { dependencies.fifos.append(fifo) }
    }
    guard unmet != 0 else { return .met }
    fifos.closeAll()
    return .unmet
  }

  /// The service is down: it needs nobody.
  mutating func release() {
    fifos.closeAll()
    unmet = 0
    count = 0
  }

  /// Throws away the news, and tells whether a dependency that is held is about to go.
  mutating func isAnyExiting(_ surroundings: borrowing Surroundings) -> Bool {
    guard count > 0 else { return false }
    var isExiting = false
    visit(surroundings) { _, name, _ in
      if Neighbour(name).phase == .exiting { isExiting = true }
    }
    return isExiting
  }

  mutating func discardNews() {
    switch watch {
    case .some(let watch): watch.discard()
    case .none: break
    }
  }

  /// Whether the service waits, by way of others, for itself.
  @inline(never)
  func findCycle(_ surroundings: borrowing Surroundings) -> Bool {
    searchCycle(surroundings).hasFoundCycle
  }

  @inline(never)
  private func appendCycle(to reason: inout TextBuffer<256>, _ surroundings: borrowing Surroundings) {
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
        DependencyList.forEach(in: directory, complain: { _ in }) { search.add($0.bytes, of: number) }
      }
    }
    return search
  }

  /// Adds to the detail what only the dependencies know.
  mutating func describe(_ detail: inout ServiceDetail, _ surroundings: borrowing Surroundings) {
    switch detail.phase {
    case .waiting:
      var names = TextBuffer<512>()
      let unmet = unmet
      visit(surroundings) { _, name, number in
        guard unmet & 1 << UInt64(number) != 0 else { return }
        if names.count > 0 { names.append(" ") }
        names.append(name.bytes)
      }
      detail.waitingFor = names
    case .failed where detail.reason.span.equals("dependency cycle"):
      appendCycle(to: &detail.reason, surroundings)
    default: break
    }
  }

  /// Hands out the name and number of each dependency, working in the directory of the siblings meanwhile.
  private mutating func visit(
    _ surroundings: borrowing Surroundings, _ body: (inout Dependencies, CString, Int) -> Void
  ) {
    do throws(Errno) {
      let home = try FileDescriptor.directory(".")
      try surroundings.enterSiblings()
      var number = 0
      var mistake: StaticString?
      DependencyList.forEach(in: home, complain: { _ in mistake = "ignoring invalid name in ./dependencies" }) { name in
        guard number < Self.capacity else {
          mistake = "ignoring all but 64 names in ./dependencies"
          return
        }
        body(&self, name, number)
        number += 1
      }
      count = number
      try FileSystem.changeDirectory(home)
      complain(mistake)
    } catch {
      unmet |= 1
      reporter.warn("unable to look at ./dependencies", nil, error)
    }
  }

  private mutating func complain(_ mistake: StaticString?) {
    guard let mistake, !hasComplained else { return }
    hasComplained = true
    reporter.warn(mistake)
  }
}

/// The write ends of the dependencies' FIFOs, in no order: they are only held.
private struct FIFOList: ~Copyable {
  private var descriptors = InlineArray<64, CInt>(repeating: -1)
  private var count = 0

  deinit { for index in 0..<count { close(descriptors[index]) } }

  mutating func append(_ fifo: consuming FileDescriptor) {
    guard count < Dependencies.capacity else { return }
    descriptors[count] = fifo.release()
    count += 1
  }

  mutating func closeAll() { self = FIFOList() }
}
