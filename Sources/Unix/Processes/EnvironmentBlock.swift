import CLibc

/// The environment that this process hands on, to be changed and then installed. What is put into it lives as long as the
/// process.
@safe
package struct EnvironmentBlock {
  /// Pointers to `NAME=VALUE`; empty until something changes, so that an environment passed on as it is costs nothing.
  private var variables: [UnsafeMutablePointer<CChar>] = unsafe []
  private var isChanged = false

  /// The environment as it is.
  package init() {}

  /// Sets a variable by `NAME=VALUE`, or removes it by `NAME`. The corresponding C function is `putenv`.
  package mutating func put(_ assignment: CString) {
    if !isChanged { inherit() }
    let nameLength = assignment.firstIndex(of: UInt8(ascii: "=")) ?? assignment.count
    unsafe variables.removeAll { variable in
      unsafe strncmp(variable, assignment.pointer, nameLength) == 0
        && variable[nameLength] == CChar(bitPattern: UInt8(ascii: "="))
    }
    if nameLength < assignment.count {
      unsafe variables.append(UnsafeMutablePointer(mutating: assignment.pointer))
    }
  }

  /// Sets the variable `name` to `value`, which holds no NUL.
  package mutating func set(_ name: CString, to value: Span<UInt8>) {
    var assignment: [UInt8] = []
    for index in 0..<name.count { assignment.append(name[index]) }
    assignment.append(UInt8(ascii: "="))
    for index in value.indices { assignment.append(value[index]) }
    put(CString(keeping: assignment.span))
  }

  /// Makes this the environment of the process.
  package func install() {
    guard isChanged else { return }
    let count = unsafe variables.count
    let block = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: count + 1)
    for index in 0..<count { unsafe block[index] = variables[index] }
    unsafe block[count] = nil
    unsafe libc_set_environ(block)
  }

  private mutating func inherit() {
    isChanged = true
    var next = unsafe libc_environ()
    while let variable = unsafe next.pointee {
      unsafe variables.append(variable)
      unsafe next += 1
    }
  }
}
