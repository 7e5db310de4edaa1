import Console
import RunitCore
import Unix

/// Services and what was learnt of them, for a table. Out of line, since `sv list` and `sv watch` both need all of it.
struct ServiceList: ~Copyable {
  private struct Entry {
    let name: Path
    let service: ServiceSnapshot
    let log: ServiceSnapshot?
  }

  private let root: CString
  private var directory: ServiceDirectory
  private var entries: [Entry] = []
  private let now = Session.now

  @inline(never)
  init(in root: CString) {
    self.root = root
    directory = ServiceDirectory(in: ServicesDirectory(root))
  }

  /// Adds all services there are.
  @inline(never)
  mutating func addAll() throws(VerbProblem) {
    let root = root
    let names = try explain("unable to read directory", root) { () throws(Errno) in try ServiceNames.all(in: root) }
    for name in names { add(name, unlessFile: true) }
  }

  /// Adds the service `name`.
  @inline(never)
  mutating func add(_ name: CString) { add(Path(name), unlessFile: false) }

  @inline(never)
  private mutating func add(_ name: Path, unlessFile: Bool) {
    let service = name.withCString { directory.snapshot(of: $0) }
    if case .broken = service.supervision {
      // A file among the services, a README for instance, is not meant to be one.
      if unlessFile, directory.isFile { return }
      entries.append(Entry(name: name, service: service, log: nil))
    } else {
      entries.append(Entry(name: name, service: service, log: directory.logSnapshot()))
    }
  }

  /// Has the kernel tell of every change of the services.
  mutating func startWatching(_ watch: inout FileWatch) {
    for entry in entries {
      entry.name.withCString { name in
        // What can't be watched is looked at every second.
        guard (try? directory.find(name)) != nil else { return }
        _ = try? directory.status()
        _ = try? directory.supervisePath.withCString { (path) throws(Errno) in try watch.add(path, .replacements) }
      }
    }
  }

  /// Adds the directories that could be services, and are not.
  mutating func addDisabled() {
    var place = 0
    for name in ServiceNames.disabled(in: ServiceLink.sourceDirectory, except: root) {
      while place < entries.count, entries[place].name.precedes(name) { place += 1 }
      entries.insert(Entry(name: name, service: ServiceSnapshot(.disabled), log: nil), at: place)
    }
  }

  /// 1 if there is no directory of one of the services.
  var exitCode: CInt {
    for entry in entries { if case .broken = entry.service.supervision { return 1 } }
    return 0
  }

  @inline(never)
  var table: Table {
    var table = Table()
    table.append(ServiceTableRow.heading)
    for entry in entries {
      table.append(ServiceTableRow.cells(name: entry.name.copiedBytes, entry.service, log: entry.log, now: now))
    }
    return table
  }

  func writeJSON(to output: inout Output) {
    output.append("[")
    var isFirst = true
    for entry in entries {
      output.append(isFirst ? "\n  " : ",\n  ")
      isFirst = false
      entry.name.withCString { name in
        ServiceObject.write(name: name.bytes, entry.service, log: entry.log, now: now, to: &output)
      }
    }
    output.append(isFirst ? "]\n" : "\n]\n")
  }
}
