/// Powers of the superuser, one by one. See capabilities(7).
package struct CapabilitySet: OptionSet, Sendable {
  package let rawValue: UInt64
  package init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The names in the order of the kernel's numbers, without their common prefix `cap_`.
  private static let names: InlineArray<_, Literal> = [
    "chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap",
    "linux_immutable", "net_bind_service", "net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner",
    "sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct", "sys_admin", "sys_boot", "sys_nice",
    "sys_resource", "sys_time", "sys_tty_config", "mknod", "lease", "audit_write", "audit_control", "setfcap",
    "mac_override", "mac_admin", "syslog", "wake_alarm", "block_suspend", "audit_read", "perfmon", "bpf",
    "checkpoint_restore",
  ]

  /// The capabilities named in `text`, separated by commas, with `cap_` in front or without; no text at all names none.
  package init?(parsing text: Span<UInt8>) {
    self = []
    guard text.count > 0 else { return }
    var start = 0
    while start <= text.count {
      let end = text.firstIndex(of: UInt8(ascii: ","), from: start) ?? text.count
      guard let capability = Self.named(text.extracting(start..<end)) else { return nil }
      formUnion(capability)
      start = end + 1
    }
  }

  private static func named(_ name: Span<UInt8>) -> CapabilitySet? {
    let name = name.hasPrefix("cap_") ? name.extracting(4...) : name
    for number in names.indices where name.equals(names[number]) { return CapabilitySet(rawValue: 1 << UInt64(number)) }
    return nil
  }
}
