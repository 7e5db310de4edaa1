import CLibc
import RunitCore
import Unix

// An upgrade in place, from both sides.
extension Supervisor {
  /// Lets the new program file have this process, and goes on when it does not take it.
  @inline(never)
  mutating func giveWay() {
    let descriptors = openDescriptors
    var coder = StateCoder(writing: descriptors)
    code(with: &coder)
    upgrade.execute(coder.finish(), descriptors, surroundings.reporter)
  }

  /// All that is open and must not be closed: first of all, for every version, the directory of the siblings.
  private var openDescriptors: DescriptorTable {
    var descriptors = DescriptorTable()
    descriptors.append(surroundings.siblings)
    descriptors.append(surroundings.logInput ?? -1)
    descriptors.append(surroundings.logOutput ?? -1)
    service.list(in: &descriptors)
    switch log {
    case .some(let log): log.list(in: &descriptors)
    case .none: break
    }
    return descriptors
  }

  private mutating func code(with coder: inout StateCoder) {
    service.code(with: &coder)
    log?.code(with: &coder)
  }

  /// Takes over from the program that was here before; `nil` when there was none. This process works in the service
  /// directory by now.
  @inline(never)
  static func takeOver(_ directory: CString, _ arguments: Arguments, _ reporter: Reporter) throws(Failure)
    -> Supervisor?
  {
    var descriptors: DescriptorTable
    switch Upgrade.receive() {
    case .none: return nil
    case .unreadable: descriptors = DescriptorTable()
    case .state(let state):
      if let coder = StateCoder(reading: state) {
        descriptors = coder.descriptors
        try explain("unable to keep what the old program left", nil, descriptors.setCloseOnExec(true))
        if coder.isUnderstood {
          if let supervisor = try takeOver(directory, arguments, reporter, coder) { return supervisor }
          descriptors = DescriptorTable()  // all are closed by now, with their owners
        }
      } else {
        descriptors = DescriptorTable()
      }
    }
    // As after the death of the old program, whose locks are free when its descriptors are closed.
    reporter.warn("unable to read what the old program left: adopting its processes")
    let siblings = descriptors.takeDescriptor() ?? ((try? ServiceName.openSiblings(of: ".")) ?? nil)
    descriptors.closeRest()
    return try takePossession(directory, arguments, reporter, siblings)
  }

  private static func takeOver(
    _ directory: CString, _ arguments: Arguments, _ reporter: Reporter, _ coder: consuming StateCoder
  ) throws(Failure) -> Supervisor? {
    var descriptors = coder.descriptors
    let (taken, childMask) = takeSignals()
    let signals = try obtain("unable to create signal descriptor", orWaitAndTell: reporter, SignalDescriptor(taken))
    var surroundings = Surroundings(
      reporter: reporter, name: ServiceName.name(of: directory), childMask: childMask,
      bootID: try obtain("unable to read boot_id", orWaitAndTell: reporter, ProcessIdentity.bootID()),
      siblings: descriptors.takeDescriptor())
    let (readNumber, writeNumber) = (descriptors.take(), descriptors.take())
    if readNumber >= 0, writeNumber >= 0 {
      let readEnd = FileDescriptor(owning: readNumber)
      let writeEnd = FileDescriptor(owning: writeNumber)
      surroundings.logPipe = Pipe(readEnd: readEnd, writeEnd: writeEnd)
    }
    let service = Service(continuing: .service, surroundings, &descriptors)
    let log = descriptors.isEmpty ? nil : Service(continuing: .log, surroundings, &descriptors)
    var supervisor = Supervisor(
      surroundings: surroundings, service: service, log: log, signals: signals, upgrade: Upgrade(arguments),
      isSuccessor: true)
    supervisor.code(with: &coder)
    guard coder.isComplete, descriptors.isEmpty else { return nil }
    return supervisor
  }
}
