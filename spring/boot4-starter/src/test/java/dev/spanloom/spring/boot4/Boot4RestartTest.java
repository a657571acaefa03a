package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.RestartContract;

class Boot4RestartTest extends RestartContract {}
