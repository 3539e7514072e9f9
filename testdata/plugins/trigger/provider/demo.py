from collections.abc import Mapping
from typing import Any

from dify_plugin.entities.trigger import EventDispatch, Subscription, UnsubscribeResult
from dify_plugin.interfaces.trigger import Trigger, TriggerSubscriptionConstructor
from werkzeug import Request, Response


class DemoTrigger(Trigger):
    def _dispatch_event(self, subscription: Subscription, request: Request) -> EventDispatch:
        return EventDispatch(events=["created"], response=Response("ok"))


class DemoConstructor(TriggerSubscriptionConstructor):
    def _create_subscription(self, endpoint: str, parameters: Mapping[str, Any], credentials: Mapping[str, Any], credential_type: Any) -> Subscription:
        raise ValueError("not supported")

    def _delete_subscription(self, subscription: Subscription, credentials: Mapping[str, Any], credential_type: Any) -> UnsubscribeResult:
        return UnsubscribeResult(success=True)

    def _refresh_subscription(self, subscription: Subscription, credentials: Mapping[str, Any], credential_type: Any) -> Subscription:
        return subscription
