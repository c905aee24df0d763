//! What the inputs hold of Secure Mail, as it was read: policies, gateways and devices belong to the
//! run, not to a server.

use crate::evidence::{Location, Observed};
use crate::formats::{DeviceGroup, GatewayCommand, GatewayEntry, PolicySet, Record};
use serde::{Deserialize, Serialize};

/// Policies, apps and gateways of a run that are kept.
const MAX_ENTRIES: usize = 10_000;
/// Commands and kinds of devices of a run that are kept.
const MAX_ROWS: usize = 100_000;

/// All of it, each with the number of its input.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MobileSeen {
    pub(super) policies: Vec<(usize, PolicySet)>,
    pub(super) apps: Vec<Observed<String>>,
    pub(super) gateways: Vec<GatewayEntry>,
    pub(super) commands: Vec<GatewayCommand>,
    pub(super) devices: Vec<DeviceGroup>,
    /// Where something was left out because there is too much.
    pub(super) left_out: Option<Location>,
}

impl MobileSeen {
    /// Whether there is nothing of the kind.
    pub(super) fn is_empty(&self) -> bool {
        self.policies.is_empty()
            && self.apps.is_empty()
            && self.gateways.is_empty()
            && self.commands.is_empty()
            && self.devices.is_empty()
            && self.left_out.is_none()
    }

    /// Takes a record in; other records are none of its.
    pub(super) fn take(&mut self, input: usize, record: Record) {
        let entries = self.policies.len() + self.apps.len() + self.gateways.len();
        let full = entries >= MAX_ENTRIES || self.commands.len() + self.devices.len() >= MAX_ROWS;
        match record {
            Record::Policies(set) if full => self.left_out = Some(set.location),
            Record::Devices(group) if full => self.left_out = Some(group.location),
            _ if full => {}
            Record::Policies(set) => self.policies.push((input, *set)),
            Record::App(app) => self.apps.push(app),
            Record::Gateway(gateway) => self.gateways.push(*gateway),
            Record::GatewayCommand(command) => self.commands.push(*command),
            Record::Devices(group) => self.devices.push(group),
            _ => {}
        }
    }

    /// Takes what further inputs hold, which have `others` in front of them.
    pub(super) fn append(&mut self, more: Self, others: usize) {
        let policies = more.policies.into_iter().map(|(input, set)| (input + others, set));
        self.policies.extend(policies);
        self.apps.extend(more.apps);
        self.gateways.extend(more.gateways);
        self.commands.extend(more.commands);
        self.devices.extend(more.devices);
        self.left_out = self.left_out.take().or(more.left_out);
    }
}
