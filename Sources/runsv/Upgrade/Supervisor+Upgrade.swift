import CLibc
import Console
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

  /// Takes over from the program that was here before; `false` when there was none. This process works in the service
  /// directory by now.
  @inline(never)
  mutating func takeOver(_ directory: CString) throws(Failure) -> Bool {
    var descriptors = DescriptorTable()
    switch Upgrade.receive() {
    case .none: return false
    case .unreadable: break
    case .state(let state):
      guard var coder = StateCoder(reading: state) else { break }
      descriptors = coder.descriptors
      try explain("unable to keep what the old program left", nil, descriptors.setCloseOnExec(true))
      guard coder.isUnderstood else { break }
      surroundings.name = try obtain(
        "unable to get the name of the service", orWaitAndTell: surroundings.reporter, ServiceName.name(of: directory))
      takeOver(&descriptors)
      code(with: &coder)
      isSuccessor = coder.isComplete && descriptors.isEmpty
      if isSuccessor { return true }
      letGo()
      descriptors = DescriptorTable()
    }
    // As after the death of the old program, whose locks are free when its descriptors are closed.
    surroundings.reporter.warn("unable to read what the old program left: adopting its processes")
    surroundings.siblings = descriptors.takeDescriptor()
    if surroundings.siblings == nil {
      surroundings.siblings = try obtain(
        "unable to open the directory above", orWaitAndTell: surroundings.reporter, ServiceName.openSiblings(of: "."))
    }
    descriptors.closeRest()
    try takePossession(directory)
    return true
  }

  /// Owns what the old program had open, in the order of ``openDescriptors``.
  private mutating func takeOver(_ descriptors: inout DescriptorTable) {
    surroundings.siblings = descriptors.takeDescriptor()
    let (readNumber, writeNumber) = (descriptors.take(), descriptors.take())
    if readNumber >= 0, writeNumber >= 0 {
      let readEnd = FileDescriptor(owning: readNumber)
      surroundings.logPipe = Pipe(readEnd: readEnd, writeEnd: FileDescriptor(owning: writeNumber))
    } else if readNumber >= 0 {
      surroundings.logRest = FileDescriptor(owning: readNumber)
    }
    service.takeOver(&descriptors, surroundings.reporter)
    guard !descriptors.isEmpty else { return }
    log = Service(.log, surroundings.reporter)
    log?.takeOver(&descriptors, surroundings.reporter)
  }

  /// Closes what was taken over, and begins anew.
  private mutating func letGo() {
    log = nil
    service = Service(.service, surroundings.reporter)
    surroundings.logPipe = nil
    surroundings.logRest = nil
    surroundings.siblings = nil
  }
}
