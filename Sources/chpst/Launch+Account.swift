import Console
import RunitCore
import Unix

extension Launch {
  /// Looks the accounts up, inside the new root, tells the program about them, and becomes the user.
  mutating func enterAccount() throws(Failure) {
    guard options.account != nil || options.environmentAccount != nil else { return }
    var accounts = Accounts(options)
    if let text = options.environmentAccount {
      let account = try accounts.find(text)
      environment.set("UID", to: account.userID)
      environment.set("GID", to: account.groupID)
      if options.takesLoginEnvironment, options.account == nil { try setLoginEnvironment(of: account, text) }
    }
    if let text = options.account {
      let account = try accounts.find(text)
      let groups = options.takesInitGroups ? try accounts.groups(of: account, text) : account.groupIDs
      if options.takesLoginEnvironment { try setLoginEnvironment(of: account, text) }
      try become(account, groups)
    }
  }

  private mutating func setLoginEnvironment(of account: Account, _ text: CString) throws(Failure) {
    guard let login = account.login else { throw Failure("unable to find login environment without a name:", text) }
    environment.set("HOME", to: login.home.bytes)
    environment.set("USER", to: login.user.bytes)
    environment.set("LOGNAME", to: login.user.bytes)
    environment.set("SHELL", to: (login.shell.isEmpty ? "/bin/sh" : login.shell).bytes)
  }

  /// Gives up the caller's rights. Half of that would be worse than nothing: what was set is read back.
  private func become(_ account: Account, _ groups: [UInt32]) throws(Failure) {
    try explain("unable to setgroups", nil, Credentials.setSupplementaryGroups(groups))
    try explain("unable to setgid", nil, Credentials.setGroup(account.groupID))
    try explain("unable to setuid", nil, Credentials.setUser(account.userID))
    let isSet = try explain(
      "unable to read back uid, gid and groups", nil,
      Credentials.are(user: account.userID, group: account.groupID, supplementary: groups))
    guard isSet else { throw Failure("uid, gid and groups are not those that were set") }
  }
}

extension EnvironmentBlock {
  fileprivate mutating func set(_ name: CString, to number: UInt32) {
    var digits = TextBuffer<10>()
    digits.append(decimal: UInt64(number))
    set(name, to: digits.span)
  }
}
