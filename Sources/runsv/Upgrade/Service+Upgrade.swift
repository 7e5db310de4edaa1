import Console
import RunitCore
import Unix

// What goes from a program to the one that is executed in its place.
extension Service {
  /// Takes over from the program that was here before: `descriptors` are as ``list(in:)`` wrote them.
  @inline(never)
  mutating func takeOver(_ descriptors: inout DescriptorTable, _ reporter: Reporter) {
    directory.takeOver(&descriptors)
    files = StateFiles(directory, reporter)
    notification = descriptors.takeDescriptor()
    if let process = descriptors.takeDescriptor() { adopted = ProcessDescriptor(continuing: process) }
    if machine.role == .service { dependencies.continueHolding(&descriptors) }
  }

  /// What is open, for the program that is executed in the place of this one.
  func list(in descriptors: inout DescriptorTable) {
    directory.list(in: &descriptors)
    descriptors.append(notificationDescriptor)
    descriptors.append(adoptedDescriptor)
    if machine.role == .service { dependencies.list(in: &descriptors) }
  }

  /// All else that this program and the next one have to tell each other.
  mutating func code(with coder: inout StateCoder) {
    machine.code(with: &coder)
    helpers.code(with: &coder)
    coder.code(&identified)
    coder.code(&processStart)
    coder.code(&group)
    coder.code(&doubtfulStart)
    if machine.role == .service { dependencies.code(with: &coder) }
  }
}
